package javacard.framework;

/**
 * A command APDU and the way to its response. The card owns the one object and its buffer; neither may be
 * stored in a field or array. The usual way: {@code getBuffer}, {@code setIncomingAndReceive} if there are
 * command data, then {@code setOutgoing}, {@code setOutgoingLength} and {@code sendBytes}, or
 * {@code setOutgoingAndSend} for short answers.
 */
public final class APDU {
    /** State: only the header has been received. */
    public static final byte STATE_INITIAL = 0;

    /** State: a part of the command data has been received. */
    public static final byte STATE_PARTIAL_INCOMING = 1;

    /** State: all command data have been received. */
    public static final byte STATE_FULL_INCOMING = 2;

    /** State: the direction is outgoing, the length not yet set. */
    public static final byte STATE_OUTGOING = 3;

    /** State: the length of the response is set, nothing sent yet. */
    public static final byte STATE_OUTGOING_LENGTH_KNOWN = 4;

    /** State: a part of the response has been sent. */
    public static final byte STATE_PARTIAL_OUTGOING = 5;

    /** State: all of the response has been sent. */
    public static final byte STATE_FULL_OUTGOING = 6;

    /** State: failed with {@code APDUException.NO_T0_GETRESPONSE}. */
    public static final byte STATE_ERROR_NO_T0_GETRESPONSE = -1;

    /** State: failed with {@code APDUException.T1_IFD_ABORT}. */
    public static final byte STATE_ERROR_T1_IFD_ABORT = -2;

    /** State: failed with {@code APDUException.IO_ERROR}. */
    public static final byte STATE_ERROR_IO = -3;

    /** State: failed with {@code APDUException.NO_T0_REISSUE}. */
    public static final byte STATE_ERROR_NO_T0_REISSUE = -4;

    /** The part of {@code getProtocol} that names the medium. */
    public static final byte PROTOCOL_MEDIA_MASK = (byte) 0xF0;

    /** The part of {@code getProtocol} that names the protocol type. */
    public static final byte PROTOCOL_TYPE_MASK = 15;

    /** Protocol type T=0 (ISO/IEC 7816-3). */
    public static final byte PROTOCOL_T0 = 0;

    /** Protocol type T=1 (ISO/IEC 7816-3); also the block protocols of the other media. */
    public static final byte PROTOCOL_T1 = 1;

    /** Medium: contacts, ISO/IEC 7816-3. */
    public static final byte PROTOCOL_MEDIA_DEFAULT = 0x00;

    /** Medium: contactless, ISO/IEC 14443 type A. */
    public static final byte PROTOCOL_MEDIA_CONTACTLESS_TYPE_A = (byte) 0x80;

    /** Medium: contactless, ISO/IEC 14443 type B. */
    public static final byte PROTOCOL_MEDIA_CONTACTLESS_TYPE_B = (byte) 0x90;

    /** Medium: USB (ISO/IEC 7816-12). */
    public static final byte PROTOCOL_MEDIA_USB = (byte) 0xA0;

    /** Medium: the APDU gate of the host controller interface (ETSI TS 102 622). */
    public static final byte PROTOCOL_MEDIA_HCI_APDU_GATE = (byte) 0xB0;

    /** Medium: contactless, type F; the value is that of the APDU gate. */
    public static final byte PROTOCOL_MEDIA_CONTACTLESS_TYPE_F = (byte) 0xB0;

    /** Only the card makes objects. */
    private APDU() {
    }

    /**
     * Gives the size of a block that comes in: with T=1, the information field size of the card.
     *
     * @return the size in bytes; 1 with T=0
     */
    public static native short getInBlockSize();

    /**
     * Gives the size of a block that goes out: with T=1, the information field size of the terminal.
     *
     * @return the size in bytes; 258 (data and status word) with T=0
     */
    public static native short getOutBlockSize();

    /**
     * Gives medium and protocol type of the current APDU.
     *
     * @return one of the {@code PROTOCOL_MEDIA} constants plus one of the {@code PROTOCOL_T} constants
     */
    public static native byte getProtocol();

    /**
     * Gives the current APDU object, to a method that it was not handed to.
     *
     * @return the object
     * @throws SecurityException if the active context is not that of the applet that the card called, or no
     *     {@code process} is in progress
     */
    public static native APDU getCurrentAPDU() throws SecurityException;

    /**
     * Gives the buffer of the current APDU, to a method that it was not handed to.
     *
     * @return the buffer
     * @throws SecurityException if the active context is not that of the applet that the card called, or no
     *     {@code process} is in progress
     */
    public static native byte[] getCurrentAPDUBuffer() throws SecurityException;

    /**
     * Gives the logical channel that the class byte of the current command names.
     *
     * @return the channel, 0 to 19
     */
    public static native byte getCLAChannel();

    /**
     * Asks the terminal for more time. To be called where a computation takes long and the card does not ask
     * by itself.
     *
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if {@code setOutgoingNoChaining} was called
     * @throws APDUException {@link APDUException#IO_ERROR} if the transmission failed
     */
    public static native void waitExtension() throws APDUException;

    /**
     * Gives the buffer: first the header in the five bytes from offset 0, then the command data, and room for
     * the response. A global array of 133 bytes at least; it may not be stored.
     *
     * @return the buffer
     */
    public native byte[] getBuffer();

    /**
     * Gives the node address byte of T=1.
     *
     * @return the NAD; 0 with T=0
     */
    public native byte getNAD();

    /**
     * Receives as many of the command data as the buffer takes from an offset. To be called, after
     * {@code setIncomingAndReceive}, until all are there.
     *
     * @param bOff where to put them in the buffer
     * @return the number received; 0 if there are none left
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if {@code setIncomingAndReceive} was not
     *     called, or the direction is outgoing
     * @throws APDUException {@link APDUException#BUFFER_BOUNDS} if there is no room from the offset
     * @throws APDUException {@link APDUException#IO_ERROR} if the transmission failed
     * @throws APDUException {@link APDUException#T1_IFD_ABORT} if the terminal aborted
     */
    public native short receiveBytes(short bOff) throws APDUException;

    /**
     * Sends a part of the response out of the buffer. May be called several times, until the length set by
     * {@code setOutgoingLength} is reached; the buffer may be rewritten between calls.
     *
     * @param bOff where the part begins in the buffer
     * @param len its length
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if {@code setOutgoingLength} was not called, or
     *     more is sent than was announced
     * @throws APDUException {@link APDUException#BUFFER_BOUNDS} if the part lies outside the buffer
     * @throws APDUException {@link APDUException#IO_ERROR} if the transmission failed
     * @throws APDUException {@link APDUException#NO_T0_GETRESPONSE} if the terminal sent another command
     * @throws APDUException {@link APDUException#NO_T0_REISSUE} if the terminal did not repeat the command
     * @throws APDUException {@link APDUException#T1_IFD_ABORT} if the terminal aborted
     */
    public native void sendBytes(short bOff, short len) throws APDUException;

    /**
     * Sends a part of the response out of any array, however long. The buffer's contents may be overwritten.
     *
     * @param outData the array that holds the part
     * @param bOff where it begins
     * @param len its length
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if {@code setOutgoingLength} was not called, or
     *     more is sent than was announced
     * @throws APDUException {@link APDUException#IO_ERROR} if the transmission failed
     * @throws APDUException {@link APDUException#NO_T0_GETRESPONSE} if the terminal sent another command
     * @throws APDUException {@link APDUException#NO_T0_REISSUE} if the terminal did not repeat the command
     * @throws APDUException {@link APDUException#T1_IFD_ABORT} if the terminal aborted
     * @throws SecurityException if the array or object belongs to another context and may not be used from
     *     this one
     */
    public native void sendBytesLong(byte[] outData, short bOff, short len) throws APDUException, SecurityException;

    /**
     * Sets the direction to incoming and receives as many of the command data as the buffer takes. The data
     * begin at {@code getOffsetCdata()}; {@code getIncomingLength()} is their number in all.
     *
     * @return the number of bytes received; 0 if the command has none
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if it was called before, or the direction is
     *     outgoing
     * @throws APDUException {@link APDUException#IO_ERROR} if the transmission failed
     * @throws APDUException {@link APDUException#T1_IFD_ABORT} if the terminal aborted
     */
    public native short setIncomingAndReceive() throws APDUException;

    /**
     * Sets the direction to outgoing and gives the length that the terminal expects.
     *
     * @return the expected length Le: 256, or 32767 for an extended APDU, if the terminal takes whatever
     *     there is
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if the direction is outgoing already
     * @throws APDUException {@link APDUException#IO_ERROR} if the transmission failed
     */
    public native short setOutgoing() throws APDUException;

    /**
     * Sends the whole response out of the buffer in one step: {@code setOutgoing}, {@code setOutgoingLength}
     * and {@code sendBytes}. Nothing may be sent after it, and the buffer may not be changed.
     *
     * @param bOff where the response begins in the buffer
     * @param len its length, at most 256
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if the direction is outgoing already
     * @throws APDUException {@link APDUException#BUFFER_BOUNDS} if the response lies outside the buffer
     * @throws APDUException {@link APDUException#BAD_LENGTH} if the length is negative or above 256
     * @throws APDUException {@link APDUException#IO_ERROR} if the transmission failed
     */
    public native void setOutgoingAndSend(short bOff, short len) throws APDUException;

    /**
     * Sets the length of the response, without the status word.
     *
     * @param len the length: at most 256, or 32767 for an extended APDU of an applet that implements
     *     {@code javacardx.apdu.ExtendedLength}
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if {@code setOutgoing} was not called, or the
     *     length is set already
     * @throws APDUException {@link APDUException#BAD_LENGTH} if the length is negative or too great
     * @throws APDUException {@link APDUException#NO_T0_GETRESPONSE} if the terminal sent another command
     * @throws APDUException {@link APDUException#NO_T0_REISSUE} if the terminal did not repeat the command
     * @throws APDUException {@link APDUException#IO_ERROR} if the transmission failed
     */
    public native void setOutgoingLength(short len) throws APDUException;

    /**
     * Sets the direction to outgoing without block chaining, as ISO/IEC 7816-4 once asked for T=1; the
     * response must fit one block. Prefer {@code setOutgoing}.
     *
     * @return the expected length Le
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if the direction is outgoing already
     * @throws APDUException {@link APDUException#IO_ERROR} if the transmission failed
     */
    public native short setOutgoingNoChaining() throws APDUException;

    /**
     * Gives the state that the APDU is in.
     *
     * @return one of the {@code STATE} constants
     */
    public native byte getCurrentState();

    /**
     * Tells whether the class byte says that more commands of a chain follow.
     *
     * @return true if it does
     */
    public native boolean isCommandChainingCLA();

    /**
     * Tells whether the class byte announces secure messaging (ISO/IEC 7816-4, or the bit that GlobalPlatform
     * uses in proprietary classes).
     *
     * @return true if it does
     */
    public native boolean isSecureMessagingCLA();

    /**
     * Tells whether the class byte is an interindustry one, its top bit zero.
     *
     * @return true if it is
     */
    public native boolean isISOInterindustryCLA();

    /**
     * Gives the number of command data bytes in all (Lc), once {@code setIncomingAndReceive} was called.
     *
     * @return the length, 0 to 32767
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if {@code setIncomingAndReceive} was not called
     */
    public native short getIncomingLength() throws APDUException;

    /**
     * Gives the offset of the command data in the buffer: 5, or 7 for an extended length.
     *
     * @return the offset
     * @throws APDUException {@link APDUException#ILLEGAL_USE} if {@code setIncomingAndReceive} was not called
     */
    public native short getOffsetCdata() throws APDUException;

    /**
     * Tells whether the class byte is valid: not FF, and not in the range that ISO/IEC 7816-4 reserves.
     *
     * @return true if it is
     */
    public native boolean isValidCLA();
}
