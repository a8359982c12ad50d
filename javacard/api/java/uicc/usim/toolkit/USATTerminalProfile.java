package uicc.usim.toolkit;

/** Numbers of bits of the terminal profile that the USIM adds (3GPP TS 31.111). */
public interface USATTerminalProfile {
    /** Bit of the terminal profile: SMS PP data download. */
    short IDX_SMS_PP_DATA_DOWNLOAD = 1;

    /** Bit of the terminal profile: cell broadcast data download. */
    short IDX_CELL_BROADCAST_DATA_DOWNLOAD = 2;

    /** Bit of the terminal profile: 9exx response. */
    short IDX_9EXX_RESPONSE = 4;

    /** Bit of the terminal profile: USSD support in call control. */
    short IDX_USSD_SUPPORT_IN_CALL_CONTROL = 6;

    /** Bit of the terminal profile: call control automatic redial mode. */
    short IDX_CALL_CONTROLL_AUTOMATIC_REDIAL_MODE = 7;

    /** Bit of the terminal profile: call control by SIM. */
    short IDX_CALL_CONTROL_BY_SIM = 9;

    /** Bit of the terminal profile: cell identity in call control by SIM. */
    short IDX_CELL_IDENTITY_IN_CALL_CONTROL_BY_SIM = 10;

    /** Bit of the terminal profile: MO SM control by SIM. */
    short IDX_MO_SM_CONTROL_BY_SIM = 11;

    /** Bit of the terminal profile: handling of alpha identifier. */
    short IDX_HANDLING_OF_ALPHA_IDENTIFIER = 12;

    /** Bit of the terminal profile: proactive SIM send short message. */
    short IDX_PROACTIVE_SIM_SEND_SHORT_MESSAGE = 25;

    /** Bit of the terminal profile: proactive SIM send SS. */
    short IDX_PROACTIVE_SIM_SEND_SS = 26;

    /** Bit of the terminal profile: proactive SIM send USSD. */
    short IDX_PROACTIVE_SIM_SEND_USSD = 27;

    /** Bit of the terminal profile: proactive UICC provide local information NMR. */
    short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_NMR = 31;

    /** Bit of the terminal profile: binary choice in get inkey. */
    short IDX_BINARY_CHOICE_IN_GET_INKEY = 59;

    /** Bit of the terminal profile: 2nd alpha identifier set up call. */
    short IDX_2ND_ALPHA_IDENTIFIER_SET_UP_CALL = 62;

    /** Bit of the terminal profile: 2nd capability parameter. */
    short IDX_2ND_CAPABILITY_PARAMETER = 63;

    /** Bit of the terminal profile: proactive SIM provide local information BCCH. */
    short IDX_PROACTIVE_SIM_PROVIDE_LOCAL_INFORMATION_BCCH = 66;

    /** Bit of the terminal profile: proactive SIM timing advance. */
    short IDX_PROACTIVE_SIM_TIMING_ADVANCE = 68;

    /** Bit of the terminal profile: call control on GPRS. */
    short IDX_CALL_CONTROL_ON_GPRS = 141;

    /** Bit of the terminal profile: extended parameters in UTRAN ps. */
    short IDX_EXTENDED_PARAMETERS_IN_UTRAN_PS_ = 168;

    /** Bit of the terminal profile: geographical location reporting. */
    short IDX_GEOGRAPHICAL_LOCATION_REPORTING = 181;

    /** Bit of the terminal profile: proactive UICC provide local information NMR UTRAN cor. */
    short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_NMR_UTRAN_COR = 182;

    /** Bit of the terminal profile: USSD data download and application mode cor. */
    short IDX_USSD_DATA_DOWNLOAD_AND_APPLICATION_MODE_COR = 183;

    /** Bit of the terminal profile: proactive UICC provide local information NMR UTRAN. */
    short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_NMR_UTRAN = 173;

    /** Bit of the terminal profile: USSD data download and application mode. */
    short IDX_USSD_DATA_DOWNLOAD_AND_APPLICATION_MODE = 174;

    /** Bit of the terminal profile: event I WLAN access status. */
    short IDX_EVENT_I_WLAN_ACCESS_STATUS = 195;

    /** Bit of the terminal profile: event network rejection GERAN UTRAN. */
    short IDX_EVENT_NETWORK_REJECTION_GERAN_UTRAN = 196;

    /** Bit of the terminal profile: event network rejection e UTRAN. */
    short IDX_EVENT_NETWORK_REJECTION_E_UTRAN = 198;

    /** Bit of the terminal profile: event CSG cell selection. */
    short IDX_EVENT_CSG_CELL_SELECTION = 199;

    /** Bit of the terminal profile: event CSG cell selection n. */
    short IDX_EVENT_CSG_CELL_SELECTION_N = 200;

    /** Bit of the terminal profile: I WLAN bearer support. */
    short IDX_I_WLAN_BEARER_SUPPORT = 232;

    /** Bit of the terminal profile: proactive UICC provide local information WSID I WLAN. */
    short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_WSID_I_WLAN = 233;

    /** Bit of the terminal profile: steering of roaming refresh. */
    short IDX_STEERING_OF_ROAMING_REFRESH = 235;

    /** Bit of the terminal profile: proactive UICC geographical location request. */
    short IDX_PROACTIVE_UICC_GEOGRAPHICAL_LOCATION_REQUEST = 237;

    /** Bit of the terminal profile: steering of roaming for I WLAN refresh. */
    short IDX_STEERING_OF_ROAMING_FOR_I_WLAN_REFRESH = 239;

    /** Bit of the terminal profile: CSG cell discovery. */
    short IDX_CSG_CELL_DISCOVERY = 241;

    /** Bit of the terminal profile: communication control for IMS. */
    short IDX_COMMUNICATION_CONTROL_FOR_IMS = 243;

    /** Bit of the terminal profile: incoming IMS data event. */
    short IDX_INCOMING_IMS_DATA_EVENT = 245;

    /** Bit of the terminal profile: IMS registration event. */
    short IDX_IMS_REGISTRATION_EVENT = 246;

    /** Bit of the terminal profile: IMS support. */
    short IXD_IMS_SUPPORT = 248;
}
