package javacard.framework;

/**
 * Constants of ISO/IEC 7816-3 and -4: status words, offsets in a command APDU, and class and instruction
 * bytes. Never implemented; its constants are used by name.
 */
public interface ISO7816 {
    /** Status 9000: the command succeeded. */
    short SW_NO_ERROR = (short) 0x9000;

    /** Status 61xx: response bytes are still available; add their number (0 stands for 256 or more). */
    short SW_BYTES_REMAINING_00 = 0x6100;

    /** Status 6700: the length of the command data or the expected length is wrong. */
    short SW_WRONG_LENGTH = 0x6700;

    /** Status 6982: an authentication that the command needs has not been made. */
    short SW_SECURITY_STATUS_NOT_SATISFIED = 0x6982;

    /** Status 6983: the file or reference cannot be used; commonly, the authentication method is blocked. */
    short SW_FILE_INVALID = 0x6983;

    /** Status 6984: the data referenced is not usable. */
    short SW_DATA_INVALID = 0x6984;

    /** Status 6985: the conditions of use are not met. */
    short SW_CONDITIONS_NOT_SATISFIED = 0x6985;

    /** Status 6986: the command is not allowed, as no elementary file is selected. */
    short SW_COMMAND_NOT_ALLOWED = 0x6986;

    /** Status 6999: the applet refused to be selected. */
    short SW_APPLET_SELECT_FAILED = 0x6999;

    /** Status 6A80: the command data are wrong. */
    short SW_WRONG_DATA = 0x6A80;

    /** Status 6A81: the function is not supported. */
    short SW_FUNC_NOT_SUPPORTED = 0x6A81;

    /** Status 6A82: the file or application was not found. */
    short SW_FILE_NOT_FOUND = 0x6A82;

    /** Status 6A83: the record was not found. */
    short SW_RECORD_NOT_FOUND = 0x6A83;

    /** Status 6A86: P1 or P2 is incorrect. */
    short SW_INCORRECT_P1P2 = 0x6A86;

    /** Status 6B00: P1 or P2 is wrong, for example an offset outside the file. */
    short SW_WRONG_P1P2 = 0x6B00;

    /** Status 6Cxx: the expected length was wrong; add the right one. */
    short SW_CORRECT_LENGTH_00 = 0x6C00;

    /** Status 6D00: the instruction byte is not known. */
    short SW_INS_NOT_SUPPORTED = 0x6D00;

    /** Status 6E00: the class byte is not known. */
    short SW_CLA_NOT_SUPPORTED = 0x6E00;

    /**
     * Status 6F00: no precise diagnosis. The card answers so when an applet throws anything but an
     * ISOException.
     */
    short SW_UNKNOWN = 0x6F00;

    /** Status 6A84: there is not enough memory space in the file. */
    short SW_FILE_FULL = 0x6A84;

    /** Status 6881: the logical channel is not supported or not open. */
    short SW_LOGICAL_CHANNEL_NOT_SUPPORTED = 0x6881;

    /** Status 6882: secure messaging is not supported. */
    short SW_SECURE_MESSAGING_NOT_SUPPORTED = 0x6882;

    /** Status 6200: a warning; the persistent state is unchanged. */
    short SW_WARNING_STATE_UNCHANGED = 0x6200;

    /** Status 6883: the last command of a chain was expected. */
    short SW_LAST_COMMAND_EXPECTED = 0x6883;

    /** Status 6884: command chaining is not supported. */
    short SW_COMMAND_CHAINING_NOT_SUPPORTED = 0x6884;

    /** Offset of the class byte in the APDU buffer. */
    byte OFFSET_CLA = 0;

    /** Offset of the instruction byte in the APDU buffer. */
    byte OFFSET_INS = 1;

    /** Offset of P1 in the APDU buffer. */
    byte OFFSET_P1 = 2;

    /** Offset of P2 in the APDU buffer. */
    byte OFFSET_P2 = 3;

    /** Offset of the length byte Lc in the APDU buffer. */
    byte OFFSET_LC = 4;

    /** Offset of the command data of a short APDU; {@code APDU.getOffsetCdata()} is right for both lengths. */
    byte OFFSET_CDATA = 5;

    /** Offset of the command data when Lc takes three bytes (extended length). */
    byte OFFSET_EXT_CDATA = 7;

    /** The interindustry class byte 00 (basic channel, no secure messaging, no chaining). */
    byte CLA_ISO7816 = 0x00;

    /** The instruction byte of SELECT. */
    byte INS_SELECT = (byte) 0xA4;

    /** The instruction byte of EXTERNAL AUTHENTICATE. */
    byte INS_EXTERNAL_AUTHENTICATE = (byte) 0x82;
}
