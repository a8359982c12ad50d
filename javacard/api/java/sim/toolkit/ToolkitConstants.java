package sim.toolkit;

/** The constants of the toolkit: events, tags, commands, devices, results (3GPP TS 51.014). */
public interface ToolkitConstants {
    /** Event: profile download. */
    byte EVENT_PROFILE_DOWNLOAD = 1;

    /** Event: formatted SMS PP env. */
    byte EVENT_FORMATTED_SMS_PP_ENV = 2;

    /** Event: formatted SMS PP upd. */
    byte EVENT_FORMATTED_SMS_PP_UPD = 3;

    /** Event: unformatted SMS PP env. */
    byte EVENT_UNFORMATTED_SMS_PP_ENV = 4;

    /** Event: unformatted SMS PP upd. */
    byte EVENT_UNFORMATTED_SMS_PP_UPD = 5;

    /** Event: unformatted SMS CB. */
    byte EVENT_UNFORMATTED_SMS_CB = 6;

    /** Event: menu selection. */
    byte EVENT_MENU_SELECTION = 7;

    /** Event: menu selection help request. */
    byte EVENT_MENU_SELECTION_HELP_REQUEST = 8;

    /** Event: call control by SIM. */
    byte EVENT_CALL_CONTROL_BY_SIM = 9;

    /** Event: MO short message control by SIM. */
    byte EVENT_MO_SHORT_MESSAGE_CONTROL_BY_SIM = 10;

    /** Event: timer expiration. */
    byte EVENT_TIMER_EXPIRATION = 11;

    /** Event: MT call. */
    byte EVENT_EVENT_DOWNLOAD_MT_CALL = 12;

    /** Event: call connected. */
    byte EVENT_EVENT_DOWNLOAD_CALL_CONNECTED = 13;

    /** Event: call disconnected. */
    byte EVENT_EVENT_DOWNLOAD_CALL_DISCONNECTED = 14;

    /** Event: location status. */
    byte EVENT_EVENT_DOWNLOAD_LOCATION_STATUS = 15;

    /** Event: user activity. */
    byte EVENT_EVENT_DOWNLOAD_USER_ACTIVITY = 16;

    /** Event: idle screen available. */
    byte EVENT_EVENT_DOWNLOAD_IDLE_SCREEN_AVAILABLE = 17;

    /** Event: card reader status. */
    byte EVENT_EVENT_DOWNLOAD_CARD_READER_STATUS = 18;

    /** Event: status command. */
    byte EVENT_STATUS_COMMAND = 19;

    /** Event: language selection. */
    byte EVENT_EVENT_DOWNLOAD_LANGUAGE_SELECTION = 20;

    /** Event: browser termination. */
    byte EVENT_EVENT_DOWNLOAD_BROWSER_TERMINATION = 21;

    /** Event: data available. */
    byte EVENT_EVENT_DOWNLOAD_DATA_AVAILABLE = 22;

    /** Event: channel status. */
    byte EVENT_EVENT_DOWNLOAD_CHANNEL_STATUS = 23;

    /** Event: formatted SMS CB. */
    byte EVENT_FORMATTED_SMS_CB = 24;

    /** Event: first command after select. */
    byte EVENT_FIRST_COMMAND_AFTER_SELECT = 127;

    /** Event: unrecognized envelope. */
    byte EVENT_UNRECOGNIZED_ENVELOPE = -1;

    /** Tag of a BER-TLV: proactive SIM command. */
    byte BTAG_PROACTIVE_SIM_COMMAND = (byte) 0xD0;

    /** Tag of a BER-TLV: SMS PP download. */
    byte BTAG_SMS_PP_DOWNWLOAD = (byte) 0xD1;

    /** Tag of a BER-TLV: SMS PP download. */
    byte BTAG_SMS_PP_DOWNLOAD = (byte) 0xD1;

    /** Tag of a BER-TLV: cell broadcast download. */
    byte BTAG_CELL_BROADCAST_DOWNLOAD = (byte) 0xD2;

    /** Tag of a BER-TLV: menu selection. */
    byte BTAG_MENU_SELECTION = (byte) 0xD3;

    /** Tag of a BER-TLV: call control. */
    byte BTAG_CALL_CONTROL = (byte) 0xD4;

    /** Tag of a BER-TLV: MO short message control. */
    byte BTAG_MO_SHORT_MESSAGE_CONTROL = (byte) 0xD5;

    /** Tag of a BER-TLV: event download. */
    byte BTAG_EVENT_DOWNLOAD = (byte) 0xD6;

    /** Tag of a BER-TLV: timer expiration. */
    byte BTAG_TIMER_EXPIRATION = (byte) 0xD7;

    /** Tag of a COMPREHENSION-TLV: command details. */
    byte TAG_COMMAND_DETAILS = 0x01;

    /** Tag of a COMPREHENSION-TLV: device identities. */
    byte TAG_DEVICE_IDENTITIES = 0x02;

    /** Tag of a COMPREHENSION-TLV: result. */
    byte TAG_RESULT = 0x03;

    /** Tag of a COMPREHENSION-TLV: duration. */
    byte TAG_DURATION = 0x04;

    /** Tag of a COMPREHENSION-TLV: alpha identifier. */
    byte TAG_ALPHA_IDENTIFIER = 0x05;

    /** Tag of a COMPREHENSION-TLV: address. */
    byte TAG_ADDRESS = 0x06;

    /** Tag of a COMPREHENSION-TLV: capability configuration parameters. */
    byte TAG_CAPABILITY_CONFIGURATION_PARAMETERS = 0x07;

    /** Tag of a COMPREHENSION-TLV: called party subaddress. */
    byte TAG_CALLED_PARTY_SUBADDRESS = 0x08;

    /** Tag of a COMPREHENSION-TLV: SS string. */
    byte TAG_SS_STRING = 0x09;

    /** Tag of a COMPREHENSION-TLV: USSD string. */
    byte TAG_USSD_STRING = 0x0A;

    /** Tag of a COMPREHENSION-TLV: SMS TPDU. */
    byte TAG_SMS_TPDU = 0x0B;

    /** Tag of a COMPREHENSION-TLV: cell broadcast page. */
    byte TAG_CELL_BROADCAST_PAGE = 0x0C;

    /** Tag of a COMPREHENSION-TLV: text string. */
    byte TAG_TEXT_STRING = 0x0D;

    /** Tag of a COMPREHENSION-TLV: tone. */
    byte TAG_TONE = 0x0E;

    /** Tag of a COMPREHENSION-TLV: item. */
    byte TAG_ITEM = 0x0F;

    /** Tag of a COMPREHENSION-TLV: item identifier. */
    byte TAG_ITEM_IDENTIFIER = 0x10;

    /** Tag of a COMPREHENSION-TLV: response length. */
    byte TAG_RESPONSE_LENGTH = 0x11;

    /** Tag of a COMPREHENSION-TLV: file list. */
    byte TAG_FILE_LIST = 0x12;

    /** Tag of a COMPREHENSION-TLV: location information. */
    byte TAG_LOCATION_INFORMATION = 0x13;

    /** Tag of a COMPREHENSION-TLV: IMEI. */
    byte TAG_IMEI = 0x14;

    /** Tag of a COMPREHENSION-TLV: help request. */
    byte TAG_HELP_REQUEST = 0x15;

    /** Tag of a COMPREHENSION-TLV: network measurement results. */
    byte TAG_NETWORK_MEASUREMENT_RESULTS = 0x16;

    /** Tag of a COMPREHENSION-TLV: default text. */
    byte TAG_DEFAULT_TEXT = 0x17;

    /** Tag of a COMPREHENSION-TLV: items next action indicator. */
    byte TAG_ITEMS_NEXT_ACTION_INDICATOR = 0x18;

    /** Tag of a COMPREHENSION-TLV: event list. */
    byte TAG_EVENT_LIST = 0x19;

    /** Tag of a COMPREHENSION-TLV: cause. */
    byte TAG_CAUSE = 0x1A;

    /** Tag of a COMPREHENSION-TLV: location status. */
    byte TAG_LOCATION_STATUS = 0x1B;

    /** Tag of a COMPREHENSION-TLV: transaction identifier. */
    byte TAG_TRANSACTION_IDENTIFIER = 0x1C;

    /** Tag of a COMPREHENSION-TLV: BCCH channel list. */
    byte TAG_BCCH_CHANNEL_LIST = 0x1D;

    /** Tag of a COMPREHENSION-TLV: icon identifier. */
    byte TAG_ICON_IDENTIFIER = 0x1E;

    /** Tag of a COMPREHENSION-TLV: item icon identifier list. */
    byte TAG_ITEM_ICON_IDENTIFIER_LIST = 0x1F;

    /** Tag of a COMPREHENSION-TLV: card reader status. */
    byte TAG_CARD_READER_STATUS = 0x20;

    /** Tag of a COMPREHENSION-TLV: card ATR. */
    byte TAG_CARD_ATR = 0x21;

    /** Tag of a COMPREHENSION-TLV: c APDU. */
    byte TAG_C_APDU = 0x22;

    /** Tag of a COMPREHENSION-TLV: r APDU. */
    byte TAG_R_APDU = 0x23;

    /** Tag of a COMPREHENSION-TLV: timer identifier. */
    byte TAG_TIMER_IDENTIFIER = 0x24;

    /** Tag of a COMPREHENSION-TLV: timer value. */
    byte TAG_TIMER_VALUE = 0x25;

    /** Tag of a COMPREHENSION-TLV: date time and time zone. */
    byte TAG_DATE_TIME_AND_TIME_ZONE = 0x26;

    /** Tag of a COMPREHENSION-TLV: call control requested action. */
    byte TAG_CALL_CONTROL_REQUESTED_ACTION = 0x27;

    /** Tag of a COMPREHENSION-TLV: AT command. */
    byte TAG_AT_COMMAND = 0x28;

    /** Tag of a COMPREHENSION-TLV: AT response. */
    byte TAG_AT_RESPONSE = 0x29;

    /** Tag of a COMPREHENSION-TLV: BC repeat indicator. */
    byte TAG_BC_REPEAT_INDICATOR = 0x2A;

    /** Tag of a COMPREHENSION-TLV: immediate response. */
    byte TAG_IMMEDIATE_RESPONSE = 0x2B;

    /** Tag of a COMPREHENSION-TLV: DTMF string. */
    byte TAG_DTMF_STRING = 0x2C;

    /** Tag of a COMPREHENSION-TLV: language. */
    byte TAG_LANGUAGE = 0x2D;

    /** Tag of a COMPREHENSION-TLV: timing advance. */
    byte TAG_TIMING_ADVANCE = 0x2E;

    /** Tag of a COMPREHENSION-TLV: browser identity. */
    byte TAG_BROWSER_IDENTITY = 0x30;

    /** Tag of a COMPREHENSION-TLV: URL. */
    byte TAG_URL = 0x31;

    /** Tag of a COMPREHENSION-TLV: bearer. */
    byte TAG_BEARER = 0x32;

    /** Tag of a COMPREHENSION-TLV: provisioning reference file. */
    byte TAG_PROVISIONING_REFERENCE_FILE = 0x33;

    /** Tag of a COMPREHENSION-TLV: browser termination cause. */
    byte TAG_BROWSER_TERMINATION_CAUSE = 0x34;

    /** Tag of a COMPREHENSION-TLV: bearer description. */
    byte TAG_BEARER_DESCRIPTION = 0x35;

    /** Tag of a COMPREHENSION-TLV: channel data. */
    byte TAG_CHANNEL_DATA = 0x36;

    /** Tag of a COMPREHENSION-TLV: channel data length. */
    byte TAG_CHANNEL_DATA_LENGTH = 0x37;

    /** Tag of a COMPREHENSION-TLV: channel status. */
    byte TAG_CHANNEL_STATUS = 0x38;

    /** Tag of a COMPREHENSION-TLV: buffer size. */
    byte TAG_BUFFER_SIZE = 0x39;

    /** Tag of a COMPREHENSION-TLV: card reader identifier. */
    byte TAG_CARD_READER_IDENTIFIER = 0x3A;

    /** Tag of a COMPREHENSION-TLV: SIM ME interface transport level. */
    byte TAG_SIM_ME_INTERFACE_TRANSPORT_LEVEL = 0x3C;

    /** Tag of a COMPREHENSION-TLV: other address. */
    byte TAG_OTHER_ADDRESS = 0x3E;

    /** Tag of a COMPREHENSION-TLV: network access name. */
    byte TAG_NETWORK_ACCESS_NAME = 0x47;

    /** For a tag: set the comprehension bit (or it in). */
    byte TAG_SET_CR = (byte) 0x80;

    /** For a tag: clear the comprehension bit (and it). */
    byte TAG_SET_NO_CR = 0x7F;

    /** The first byte of a length that takes two bytes. */
    byte TLV_LENGTH_CODED_2BYTES = (byte) 0x81;

    /** Result of {@code findTLV}: not found. */
    byte TLV_NOT_FOUND = 0;

    /** Result of {@code findTLV}: found, the comprehension bit set. */
    byte TLV_FOUND_CR_SET = 1;

    /** Result of {@code findTLV}: found, the comprehension bit not set. */
    byte TLV_FOUND_CR_NOT_SET = 2;

    /** Proactive command: REFRESH. */
    byte PRO_CMD_REFRESH = 1;

    /** Proactive command: MORE TIME. */
    byte PRO_CMD_MORE_TIME = 2;

    /** Proactive command: SET UP CALL. */
    byte PRO_CMD_SET_UP_CALL = 16;

    /** Proactive command: SEND SS. */
    byte PRO_CMD_SEND_SS = 17;

    /** Proactive command: SEND USSD. */
    byte PRO_CMD_SEND_USSD = 18;

    /** Proactive command: SEND SHORT MESSAGE. */
    byte PRO_CMD_SEND_SHORT_MESSAGE = 19;

    /** Proactive command: SEND DTMF. */
    byte PRO_CMD_SEND_DTMF = 20;

    /** Proactive command: LAUNCH BROWSER. */
    byte PRO_CMD_LAUNCH_BROWSER = 21;

    /** Proactive command: PLAY TONE. */
    byte PRO_CMD_PLAY_TONE = 32;

    /** Proactive command: DISPLAY TEXT. */
    byte PRO_CMD_DISPLAY_TEXT = 33;

    /** Proactive command: GET INKEY. */
    byte PRO_CMD_GET_INKEY = 34;

    /** Proactive command: GET INPUT. */
    byte PRO_CMD_GET_INPUT = 35;

    /** Proactive command: SELECT ITEM. */
    byte PRO_CMD_SELECT_ITEM = 36;

    /** Proactive command: PROVIDE LOCAL INFORMATION. */
    byte PRO_CMD_PROVIDE_LOCAL_INFORMATION = 38;

    /** Proactive command: TIMER MANAGEMENT. */
    byte PRO_CMD_TIMER_MANAGEMENT = 39;

    /** Proactive command: SET UP IDLE MODE TEXT. */
    byte PRO_CMD_SET_UP_IDLE_MODE_TEXT = 40;

    /** Proactive command: PERFORM CARD APDU. */
    byte PRO_CMD_PERFORM_CARD_APDU = 48;

    /** Proactive command: POWER ON CARD. */
    byte PRO_CMD_POWER_ON_CARD = 49;

    /** Proactive command: POWER OFF CARD. */
    byte PRO_CMD_POWER_OFF_CARD = 50;

    /** Proactive command: GET READER STATUS. */
    byte PRO_CMD_GET_READER_STATUS = 51;

    /** Proactive command: RUN AT COMMAND. */
    byte PRO_CMD_RUN_AT_COMMAND = 52;

    /** Proactive command: LANGUAGE NOTIFICATION. */
    byte PRO_CMD_LANGUAGE_NOTIFICATION = 53;

    /** Proactive command: OPEN CHANNEL. */
    byte PRO_CMD_OPEN_CHANNEL = 64;

    /** Proactive command: CLOSE CHANNEL. */
    byte PRO_CMD_CLOSE_CHANNEL = 65;

    /** Proactive command: RECEIVE DATA. */
    byte PRO_CMD_RECEIVE_DATA = 66;

    /** Proactive command: SEND DATA. */
    byte PRO_CMD_SEND_DATA = 67;

    /** Proactive command: GET CHANNEL STATUS. */
    byte PRO_CMD_GET_CHANNEL_STATUS = 68;

    /** Device: keypad. */
    byte DEV_ID_KEYPAD = 1;

    /** Device: display. */
    byte DEV_ID_DISPLAY = 2;

    /** Device: earpiece. */
    byte DEV_ID_EARPIECE = 3;

    /** Device: additional card reader 0. */
    byte DEV_ID_ADDITIONAL_CARD_READER_0 = 16;

    /** Device: additional card reader 1. */
    byte DEV_ID_ADDITIONAL_CARD_READER_1 = 17;

    /** Device: additional card reader 2. */
    byte DEV_ID_ADDITIONAL_CARD_READER_2 = 18;

    /** Device: additional card reader 3. */
    byte DEV_ID_ADDITIONAL_CARD_READER_3 = 19;

    /** Device: additional card reader 4. */
    byte DEV_ID_ADDITIONAL_CARD_READER_4 = 20;

    /** Device: additional card reader 5. */
    byte DEV_ID_ADDITIONAL_CARD_READER_5 = 21;

    /** Device: additional card reader 6. */
    byte DEV_ID_ADDITIONAL_CARD_READER_6 = 22;

    /** Device: additional card reader 7. */
    byte DEV_ID_ADDITIONAL_CARD_READER_7 = 23;

    /** Device: channel base. */
    byte DEV_ID_CHANNEL_BASE = 32;

    /** Device: channel 1. */
    byte DEV_ID_CHANNEL_1 = 33;

    /** Device: channel 2. */
    byte DEV_ID_CHANNEL_2 = 34;

    /** Device: channel 3. */
    byte DEV_ID_CHANNEL_3 = 35;

    /** Device: channel 4. */
    byte DEV_ID_CHANNEL_4 = 36;

    /** Device: channel 5. */
    byte DEV_ID_CHANNEL_5 = 37;

    /** Device: channel 6. */
    byte DEV_ID_CHANNEL_6 = 38;

    /** Device: channel 7. */
    byte DEV_ID_CHANNEL_7 = 39;

    /** Device: SIM. */
    byte DEV_ID_SIM = (byte) 0x81;

    /** Device: ME. */
    byte DEV_ID_ME = (byte) 0x82;

    /** Device: network. */
    byte DEV_ID_NETWORK = (byte) 0x83;

    /** Data coding scheme: default alphabet. */
    byte DCS_DEFAULT_ALPHABET = 0;

    /** Data coding scheme: 8 bit data. */
    byte DCS_8_BIT_DATA = 4;

    /** Data coding scheme: UCS-2. */
    byte DCS_UCS2 = 8;

    /** First status byte of the response to an envelope: RP-ERROR. */
    byte SW1_RP_ERROR = (byte) 0x9E;

    /** First status byte of the response to an envelope: RP-ACK. */
    byte SW1_RP_ACK = (byte) 0x9F;

    /** Poll interval: no polling. */
    byte POLL_NO_DURATION = 0;

    /** Poll interval: the terminal's own. */
    byte POLL_SYSTEM_DURATION = -1;

    /** Result: performed. */
    byte RES_CMD_PERF = 0;

    /** Result, performed: with partial comprehension. */
    byte RES_CMD_PERF_PARTIAL_COMPR = 1;

    /** Result, performed: with information missing. */
    byte RES_CMD_PERF_MISSING_INFO = 2;

    /** Result, performed: after REFRESH further files were read. */
    byte RES_CMD_PERF_REFRESH_ADD_EF_READ = 3;

    /** Result, performed: the icon was not shown. */
    byte RES_CMD_PERF_REQ_ICON_NOT_DISP = 4;

    /** Result, performed: modified by call control of the SIM. */
    byte RES_CMD_PERF_MODIF_CC_SIM = 5;

    /** Result, performed: limited service. */
    byte RES_CMD_PERF_LIMITED_SERVICE = 6;

    /** Result, performed: with modification. */
    byte RES_CMD_PERF_WITH_MODIFICATION = 7;

    /** Result, performed: the session was ended by the user. */
    byte RES_CMD_PERF_SESSION_TERM_USER = 16;

    /** Result, performed: the user asked to go back. */
    byte RES_CMD_PERF_BACKWARD_MOVE_REQ = 17;

    /** Result, performed: no response from the user. */
    byte RES_CMD_PERF_NO_RESP_FROM_USER = 18;

    /** Result, performed: the user asked for help. */
    byte RES_CMD_PERF_HELP_INFO_REQ = 19;

    /** Result, performed: the USSD transaction was ended by the user. */
    byte RES_CMD_PERF_USSD_TRANSAC_TERM = 20;

    /** Result, a temporary problem: ME unable to process. */
    byte RES_TEMP_PB_ME_UNABLE_PROC = 32;

    /** Result, a temporary problem: the session was ended by the user. */
    byte RES_TEMP_PB_SESSION_TERM_USER = 33;

    /** Result, a temporary problem: the user rejected the call. */
    byte RES_TEMP_PB_USER_REJECT_CALL_REQ = 34;

    /** Result, a temporary problem: the user cleared the call. */
    byte RES_TEMP_PB_USER_CLEAR_CALL = 35;

    /** Result, a temporary problem: in contradiction with the state of a timer. */
    byte RES_TEMP_PB_IN_CONTR_TIMER_STATE = 36;

    /** Result, a temporary problem: interaction with call control by SIM. */
    byte RES_TEMP_PB_INTERACT_CC_BY_SIM = 37;

    /** Result, a temporary problem: launch browser. */
    byte RES_TEMP_PB_LAUNCH_BROWSER = 38;

    /** Result, an error: the command is beyond the capabilities of the ME. */
    byte RES_ERROR_CMD_BEYOND_ME_CAPAB = 48;

    /** Result, an error: command type not understood. */
    byte RES_ERROR_CMD_TYP_NOT_UNDERSTOOD = 49;

    /** Result, an error: command data not understood. */
    byte RES_ERROR_CMD_DATA_NOT_UNDERSTOOD = 50;

    /** Result, an error: command number not known. */
    byte RES_ERROR_CMD_NUMBER_NOT_KNOWN = 51;

    /** Result, an error: SS return. */
    byte RES_ERROR_SS_RETURN_ERROR = 52;

    /** Result, an error: SMS RP. */
    byte RES_ERROR_SMS_RP_ERROR = 53;

    /** Result, an error: required values are missing. */
    byte RES_ERROR_REQ_VALUES_MISS = 54;

    /** Result, an error: USSD return. */
    byte RES_ERROR_USSD_RETURN_ERROR = 55;

    /** Result, an error: multiple card commands. */
    byte RES_ERROR_MULTIPLE_CARD_ERROR = 56;

    /** Result, an error: interaction with call or short message control by SIM. */
    byte RES_ERROR_INTERACT_CC_SMSMO_BY_SIM = 57;

    /** Result, an error: bearer independent protocol. */
    byte RES_ERROR_BEARER_INDEPENDENT_PROTOCOL_ERROR = 58;
}
