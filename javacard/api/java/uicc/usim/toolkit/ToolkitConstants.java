package uicc.usim.toolkit;

/** The constants that the USIM adds: events, tags, commands, results (3GPP TS 31.111). */
public interface ToolkitConstants extends uicc.toolkit.ToolkitConstants {
    /** Event: formatted SMS PP env. */
    short EVENT_FORMATTED_SMS_PP_ENV = 2;

    /** Event: formatted SMS PP upd. */
    short EVENT_FORMATTED_SMS_PP_UPD = 3;

    /** Event: unformatted SMS PP env. */
    short EVENT_UNFORMATTED_SMS_PP_ENV = 4;

    /** Event: unformatted SMS PP upd. */
    short EVENT_UNFORMATTED_SMS_PP_UPD = 5;

    /** Event: unformatted SMS CB. */
    short EVENT_UNFORMATTED_SMS_CB = 6;

    /** Event: MO short message control by NAA. */
    short EVENT_MO_SHORT_MESSAGE_CONTROL_BY_NAA = 10;

    /** Event: MO short message control by SIM. */
    short EVENT_MO_SHORT_MESSAGE_CONTROL_BY_SIM = 10;

    /** Event: formatted SMS CB. */
    short EVENT_FORMATTED_SMS_CB = 24;

    /** Event: formatted USSD. */
    byte EVENT_FORMATTED_USSD = 121;

    /** Event: unformatted USSD. */
    byte EVENT_UNFORMATTED_USSD = 122;

    /** Event: network rejection. */
    byte EVENT_EVENT_DOWNLOAD_NETWORK_REJECTION = 31;

    /** Event: CSG cell selection event. */
    byte EVENT_EVENT_DOWNLOAD_CSG_CELL_SELECTION_EVENT = 33;

    /** Event: IMS registration. */
    byte EVENT_EVENT_DOWNLOAD_IMS_REGISTRATION = 119;

    /** Event: incoming IMS data. */
    byte EVENT_EVENT_DOWNLOAD_INCOMING_IMS_DATA = 120;

    /** Event: data connection status change. */
    byte EVENT_EVENT_DOWNLOAD_DATA_CONNECTION_STATUS_CHANGE = 37;

    /** Tag of a BER-TLV: cell broadcast download. */
    byte BTAG_CELL_BROADCATS_DOWNLOAD = (byte) 0xD2;

    /** Tag of a BER-TLV: cell broadcast download. */
    byte BTAG_CELL_BROADCAST_DOWNLOAD = (byte) 0xD2;

    /** Tag of a BER-TLV: MO short message control. */
    byte BTAG_MO_SHORT_MESSAGE_CONTROL = (byte) 0xD5;

    /** Tag of a BER-TLV: SMS PP download. */
    byte BTAG_SMS_PP_DOWNLOAD = (byte) 0xD1;

    /** Tag of a BER-TLV: USSD download. */
    byte BTAG_USSD_DOWNLOAD = (byte) 0xD9;

    /** Tag of a BER-TLV: geographical location reporting. */
    byte BTAG_GEOGRAPHICAL_LOCATION_REPORTING = (byte) 0xDD;

    /** Proactive command: SEND SS. */
    byte PRO_CMD_SEND_SS = 17;

    /** Proactive command: SEND USSD. */
    byte PRO_CMD_SEND_USSD = 18;

    /** Result, performed: the USSD transaction was ended by the user. */
    byte RES_CMD_PERF_USSD_TRANSAC_TERM = 20;

    /** Result, an error: SS return. */
    byte RES_ERROR_SS_RETURN_ERROR = 52;

    /** Result, an error: SMS RP. */
    byte RES_ERROR_SMS_RP_ERROR = 53;

    /** Result, an error: USSD return. */
    byte RES_ERROR_USSD_RETURN_ERROR = 55;

    /** Result, an error: interaction with call or short message control. */
    byte RES_CMD_CALL_MO_CONTROL_PROBLEM = 57;

    /** Tag of a COMPREHENSION-TLV: BC indicator. */
    byte TAG_BC_INDICATOR = 0x2A;

    /** Tag of a COMPREHENSION-TLV: BCCH channel list. */
    byte TAG_BCCH_CHANNEL_LIST = 0x1D;

    /** Tag of a COMPREHENSION-TLV: cause. */
    byte TAG_CAUSE = 0x1A;

    /** Tag of a COMPREHENSION-TLV: cell broadcast page. */
    byte TAG_CELL_BROADCAST_PAGE = 0x0C;

    /** Tag of a COMPREHENSION-TLV: SMS TPDU. */
    byte TAG_SMS_TPDU = 0x0B;

    /** Tag of a COMPREHENSION-TLV: SS string. */
    byte TAG_SS_STRING = 0x09;

    /** Tag of a COMPREHENSION-TLV: timing advance. */
    byte TAG_TIMING_ADVANCE = 0x2E;

    /** Tag of a COMPREHENSION-TLV: transaction identifier. */
    byte TAG_TRANSACTION_IDENTFIER = 0x1C;

    /** Tag of a COMPREHENSION-TLV: USSD string. */
    byte TAG_USSD_STRING = 0x0A;

    /** Tag of a COMPREHENSION-TLV: PDP context activation parameters. */
    byte TAG_PDP_CONTEXT_ACTIVATION_PARAMETERS = 0x52;

    /** Tag of a COMPREHENSION-TLV: UTRAN measurement qualifier. */
    byte TAG_UTRAN_MEASUREMENT_QUALIFIER = 0x69;

    /** Tag of a COMPREHENSION-TLV: CSG ID list. */
    byte TAG_CSG_ID_LIST = 0x7E;

    /** Tag of a COMPREHENSION-TLV: CSG selection status. */
    byte TAG_CSG_SELECTION_STATUS = 0x37;

    /** Tag of a COMPREHENSION-TLV: CSG selection status n. */
    byte TAG_CSG_SELECTION_STATUS_N = 0x55;

    /** Tag of a COMPREHENSION-TLV: CSG ID. */
    byte TAG_CSG_ID = 0x56;

    /** Tag of a COMPREHENSION-TLV: HNB name. */
    byte TAG_HNB_NAME = 0x57;

    /** Tag of a COMPREHENSION-TLV: I WLAN identifier. */
    byte TAG_I_WLAN_IDENTIFIER = 0x4A;

    /** Tag of a COMPREHENSION-TLV: I WLAN access status. */
    byte TAG_I_WLAN_ACCESS_STATUS = 0x4B;

    /** Tag of a COMPREHENSION-TLV: PLMN wact list. */
    byte TAG_PLMN_WACT_LIST = 0x72;

    /** Tag of a COMPREHENSION-TLV: routing area information. */
    byte TAG_ROUTING_AREA_INFORMATION = 0x73;

    /** Tag of a COMPREHENSION-TLV: update attach. */
    byte TAG_UPDATE_ATTACH = 0x74;

    /** Tag of a COMPREHENSION-TLV: rejection cause code. */
    byte TAG_REJECTION_CAUSE_CODE = 0x75;

    /** Tag of a COMPREHENSION-TLV: geographical location parameters. */
    byte TAG_GEOGRAPHICAL_LOCATION_PARAMETERS = 0x76;

    /** Tag of a COMPREHENSION-TLV: GAD shapes. */
    byte TAG_GAD_SHAPES = 0x77;

    /** Tag of a COMPREHENSION-TLV: NMEA sentence. */
    byte TAG_NMEA_SENTENCE = 0x78;

    /** Tag of a COMPREHENSION-TLV: PLMN list. */
    byte TAG_PLMN_LIST = 0x79;

    /** Tag of a COMPREHENSION-TLV: EPS PDN connection activation parameters. */
    byte TAG_EPS_PDN_CONNECTION_ACTIVATION_PARAMETERS = 0x7C;

    /** Tag of a COMPREHENSION-TLV: tracking area identification. */
    byte TAG_TRACKING_AREA_IDENTIFICATION = 0x7D;

    /** Tag of a COMPREHENSION-TLV: IMS request uri. */
    byte TAG_IMS_REQUEST_URI = 0x31;

    /** Tag of a COMPREHENSION-TLV: IARI. */
    byte TAG_IARI = 0x76;

    /** Tag of a COMPREHENSION-TLV: IMPU list. */
    byte TAG_IMPU_LIST = 0x77;

    /** Tag of a COMPREHENSION-TLV: IMS status code. */
    byte TAG_IMS_STATUS_CODE = 0x78;

    /** Tag of a COMPREHENSION-TLV: data connection status. */
    byte TAG_DATA_CONNECTION_STATUS = 0x1D;

    /** Tag of a COMPREHENSION-TLV: data connection type. */
    byte TAG_DATA_CONNECTION_TYPE = 0x2A;

    /** Tag of a COMPREHENSION-TLV: SM cause. */
    byte TAG_SM_CAUSE = 0x2E;
}
