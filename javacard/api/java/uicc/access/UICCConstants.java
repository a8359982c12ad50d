package uicc.access;

/** File identifiers and modes of the UICC (ETSI TS 102 221). */
public interface UICCConstants {
    /** File identifier of the elementary file EF_DIR. */
    short FID_EF_DIR = 0x2F00;

    /** File identifier of the elementary file EF_ICCID. */
    short FID_EF_ICCID = 0x2FE2;

    /** File identifier of the elementary file EF_ARR. */
    short FID_EF_ARR = 0x2F06;

    /** File identifier of the elementary file EF_PL. */
    short FID_EF_PL = 0x2F05;

    /** File identifier of the directory DF_TELECOM. */
    short FID_DF_TELECOM = 0x7F10;

    /** File identifier of the directory DF_GRAPHICS. */
    short FID_DF_GRAPHICS = 0x5F50;

    /** File identifier of the elementary file EF_ADN. */
    short FID_EF_ADN = 0x6F3A;

    /** File identifier of the elementary file EF_FDN. */
    short FID_EF_FDN = 0x6F3B;

    /** File identifier of the elementary file EF_SMS. */
    short FID_EF_SMS = 0x6F3C;

    /** File identifier of the elementary file EF_CCP. */
    short FID_EF_CCP = 0x6F3D;

    /** File identifier of the elementary file EF_MSISDN. */
    short FID_EF_MSISDN = 0x6F40;

    /** File identifier of the elementary file EF_SMSP. */
    short FID_EF_SMSP = 0x6F42;

    /** File identifier of the elementary file EF_SMSS. */
    short FID_EF_SMSS = 0x6F43;

    /** File identifier of the elementary file EF_LND. */
    short FID_EF_LND = 0x6F44;

    /** File identifier of the elementary file EF_SDN. */
    short FID_EF_SDN = 0x6F49;

    /** File identifier of the elementary file EF_EXT1. */
    short FID_EF_EXT1 = 0x6F4A;

    /** File identifier of the elementary file EF_EXT2. */
    short FID_EF_EXT2 = 0x6F4B;

    /** File identifier of the elementary file EF_EXT3. */
    short FID_EF_EXT3 = 0x6F4C;

    /** File identifier of the elementary file EF_BDN. */
    short FID_EF_BDN = 0x6F4D;

    /** File identifier of the elementary file EF_EXT4. */
    short FID_EF_EXT4 = 0x6F4E;

    /** File identifier of the elementary file EF_SMSR. */
    short FID_EF_SMSR = 0x6F47;

    /** File identifier of the elementary file EF_IMG. */
    short FID_EF_IMG = 0x4F20;

    /** Search: forward from a record. */
    byte SIMPLE_SEARCH_START_FORWARD = 4;

    /** Search: backward from a record. */
    byte SIMPLE_SEARCH_START_BACKWARD = 5;

    /** Search: enhanced. */
    byte ENHANCED_SEARCH = 6;

    /** Enhanced search: forward from the next record. */
    short SEARCH_INDICATION_START_FORWARD_FROM_NEXT_GR = 1024;

    /** Enhanced search: backward from the record before. */
    short SEARCH_INDICATION_START_BACKWARD_FROM_PREVIOUS_GR = 1280;

    /** Enhanced search: forward from the next record. */
    short SEARCH_INDICATION_START_FORWARD_FROM_NEXT = 1536;

    /** Enhanced search: backward from the record before. */
    short SEARCH_INDICATION_START_BACKWARD_FROM_PREVIOUS = 1792;

    /** Record: the one whose number is given, or the current one for 0. */
    byte REC_ACC_MODE_CURRENT = 4;

    /** Record: the one whose number is given, or the current one for 0. */
    byte REC_ACC_MODE_ABSOLUTE = 4;

    /** Record: the next one, which becomes the current. */
    byte REC_ACC_MODE_NEXT = 2;

    /** Record: the one before, which becomes the current. */
    byte REC_ACC_MODE_PREVIOUS = 3;

    /** Tag of file control parameters: file descriptor. */
    byte TAG_FCP_FILE_DESCRIPTOR = (byte) 0x82;

    /** Tag of file control parameters: file identifier. */
    byte TAG_FCP_FILE_IDENTIFIER = (byte) 0x83;

    /** Tag of file control parameters: file AID. */
    byte TAG_FCP_FILE_AID = (byte) 0x84;

    /** Tag of file control parameters: file proprietary info. */
    byte TAG_FCP_FILE_PROPRIETARY_INFO = (byte) 0xA5;

    /** Tag of file control parameters: lcs integer. */
    byte TAG_FCP_LCS_INTEGER = (byte) 0x8A;

    /** Tag of file control parameters: PIN status template data object. */
    byte TAG_FCP_PIN_STATUS_TEMPLATE_DO = (byte) 0xC6;

    /** Tag of file control parameters: file size. */
    byte TAG_FCP_FILE_SIZE = (byte) 0x80;

    /** Tag of file control parameters: total file size. */
    byte TAG_FCP_TOTAL_FILE_SIZE = (byte) 0x81;

    /** Tag of file control parameters: short file identifier. */
    byte TAG_FCP_SHORT_FILE_IDENTIFIER = (byte) 0x88;

    /** Tag of file control parameters: security attribute cf. */
    byte TAG_FCP_SECURITY_ATTRIBUTE_CF = (byte) 0x8C;

    /** Tag of file control parameters: security attribute, as misspelled in older versions. */
    byte TAG_FCP_SECURITY_ATTRIBUTE_EF = (byte) 0xAB;

    /** Tag of file control parameters: security attribute ref ef. */
    byte TAG_FCP_SECURITY_ATTRIBUTE_REF_EF = (byte) 0xAB;
}
