package uicc.toolkit;

/** What the terminal can do, as it told in TERMINAL PROFILE. */
public final class TerminalProfile {
    /** Bit of the terminal profile: profile download. */
    public static final short IDX_PROFILE_DOWNLOAD = 0;

    /** Bit of the terminal profile: SMS PP download. */
    public static final short IDX_SMS_PP_DOWNLOAD = 1;

    /** Bit of the terminal profile: cell broadcast download. */
    public static final short IDX_CELL_BROADCAST_DOWNLOAD = 2;

    /** Bit of the terminal profile: menu selection. */
    public static final short IDX_MENU_SELECTION = 3;

    /** Bit of the terminal profile: timer expiration. */
    public static final short IDX_TIMER_EXPIRATION = 5;

    /** Bit of the terminal profile: call control by NAA. */
    public static final short IDX_CALL_CONTROLL_BY_NAA = 7;

    /** Bit of the terminal profile: command result. */
    public static final short IDX_COMMAND_RESULT = 8;

    /** Bit of the terminal profile: UCS2 entry. */
    public static final short IDX_UCS2_ENTRY = 13;

    /** Bit of the terminal profile: UCS2 display. */
    public static final short IDX_UCS2_DISPLAY = 14;

    /** Bit of the terminal profile: display text. */
    public static final short IDX_DISPLAY_TEXT = 15;

    /** Bit of the terminal profile: proactive UICC display text. */
    public static final short IDX_PROACTIVE_UICC_DISPLAY_TEXT = 16;

    /** Bit of the terminal profile: proactive UICC get inkey. */
    public static final short IDX_PROACTIVE_UICC_GET_INKEY = 17;

    /** Bit of the terminal profile: proactive UICC get input. */
    public static final short IDX_PROACTIVE_UICC_GET_INPUT = 18;

    /** Bit of the terminal profile: proactive UICC more time. */
    public static final short IDX_PROACTIVE_UICC_MORE_TIME = 19;

    /** Bit of the terminal profile: proactive UICC play tone. */
    public static final short IDX_PROACTIVE_UICC_PLAY_TONE = 20;

    /** Bit of the terminal profile: proactive UICC poll interval. */
    public static final short IDX_PROACTIVE_UICC_POLL_INTERVAL = 21;

    /** Bit of the terminal profile: proactive UICC polling off. */
    public static final short IDX_PROACTIVE_UICC_POLLING_OFF = 22;

    /** Bit of the terminal profile: proactive UICC refresh. */
    public static final short IDX_PROACTIVE_UICC_REFRESH = 23;

    /** Bit of the terminal profile: proactive UICC select item. */
    public static final short IDX_PROACTIVE_UICC_SELECT_ITEM = 24;

    /** Bit of the terminal profile: proactive UICC send SS. */
    public static final short IDX_PROACTIVE_UICC_SEND_SS = 26;

    /** Bit of the terminal profile: proactive UICC set up call. */
    public static final short IDX_PROACTIVE_UICC_SET_UP_CALL = 28;

    /** Bit of the terminal profile: proactive UICC set up menu. */
    public static final short IDX_PROACTIVE_UICC_SET_UP_MENU = 29;

    /**
     * Bit of the terminal profile: proactive UICC provide local information MCC MNC LAC cell identity IMEI.
     */
    public static final short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_MCC_MNC_LAC_CELLID_IMEI = 30;

    /** Bit of the terminal profile: proactive UICC provide local information NMR. */
    public static final short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_NMR = 31;

    /** Bit of the terminal profile: proactive UICC set up event list. */
    public static final short IDX_PROACTIVE_UICC_SET_UP_EVENT_LIST = 32;

    /** Bit of the terminal profile: event MT call. */
    public static final short IDX_EVENT_MT_CALL = 33;

    /** Bit of the terminal profile: event call connected. */
    public static final short IDX_EVENT_CALL_CONNECTED = 34;

    /** Bit of the terminal profile: event call disconnected. */
    public static final short IDX_EVENT_CALL_DISCONNECTED = 35;

    /** Bit of the terminal profile: event location status. */
    public static final short IDX_EVENT_LOCATION_STATTUS = 36;

    /** Bit of the terminal profile: event user activity. */
    public static final short IDX_EVENT_USER_ACTIVITY = 37;

    /** Bit of the terminal profile: event idle screen available. */
    public static final short IDX_EVENT_IDLE_SCREEN_AVAILABLE = 38;

    /** Bit of the terminal profile: event card reader status. */
    public static final short IDX_EVENT_CARD_READER_STATUS = 39;

    /** Bit of the terminal profile: event language selection. */
    public static final short IDX_EVENT_LANGUAGAE_SELECTION = 40;

    /** Bit of the terminal profile: event browser termination. */
    public static final short IDX_EVENT_BROWSER_TERMINATION = 41;

    /** Bit of the terminal profile: event data available. */
    public static final short IDX_EVENT_DATA_AVAILABLE = 42;

    /** Bit of the terminal profile: event channel status. */
    public static final short IDX_EVENT_CHANNEL_STATUS = 43;

    /** Bit of the terminal profile: event access technology change. */
    public static final short IDX_EVENT_ACCESS_TECHNOLOGY_CHANGE = 44;

    /** Bit of the terminal profile: event display parameter changed. */
    public static final short IDX_EVENT_DISPLAY_PARAMETER_CHANGED = 45;

    /** Bit of the terminal profile: event local connection. */
    public static final short IDX_EVENT_LOCAL_CONNECTION = 46;

    /** Bit of the terminal profile: event network search mode change. */
    public static final short IDX_EVENT_NRETWORK_SEARCH_MODE_CHANGE = 47;

    /** Bit of the terminal profile: proactive UICC power on card. */
    public static final short IDX_PROACTIVE_UICC_POWER_ON_CARD = 48;

    /** Bit of the terminal profile: proactive UICC power off card. */
    public static final short IDX_PROACTIVE_UICC_POWER_OFF_CARD = 49;

    /** Bit of the terminal profile: proactive UICC perform card APDU. */
    public static final short IDX_PROACTIVE_UICC_PERFORM_CARD_APDU = 50;

    /** Bit of the terminal profile: proactive UICC get reader status: status. */
    public static final short IDX_PROACTIVE_UICC_GET_READER_STATUS_STATUS = 51;

    /** Bit of the terminal profile: proactive UICC get reader status identifier. */
    public static final short IDX_PROACTIVE_UICC_GET_READER_STATUS_IDENTIFIER = 52;

    /** Bit of the terminal profile: proactive UICC timer management start stop. */
    public static final short IDX_PROACTIVE_UICC_TIMER_MANAGEMENT_START_STOP = 56;

    /** Bit of the terminal profile: proactive UICC timer management current value. */
    public static final short IDX_PROACTIVE_UICC_TIMER_MANAGEMENT_CUR_VALUE = 57;

    /** Bit of the terminal profile: proactive UICC provide local information date time. */
    public static final short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_DATE_TIME = 58;

    /** Bit of the terminal profile: proactive UICC run AT command. */
    public static final short IDX_PROACTIVE_UICC_RUN_AT_COMMAND = 61;

    /** Bit of the terminal profile: setup call. */
    public static final short IDX_SETUP_CALL = 62;

    /** Bit of the terminal profile: send DTMF. */
    public static final short IDX_SEND_DTMF = 65;

    /** Bit of the terminal profile: proactive UICC provide local information language. */
    public static final short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_LANGUAGE = 67;

    /** Bit of the terminal profile: proactive UICC provide local information timing. */
    public static final short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_TIMING = 68;

    /** Bit of the terminal profile: proactive UICC language notification. */
    public static final short IDX_PROACTIVE_UICC_LANGUAGE_NOTIFICATION = 69;

    /** Bit of the terminal profile: proactive UICC launch browser. */
    public static final short IDX_PROACTIVE_UICC_LAUNCH_BROWSER = 70;

    /** Bit of the terminal profile: proactive UICC provide local information access technology. */
    public static final short IDX_PROACTIVE_UICC_PROVIDE_LOCAL_INFORMATION_ACCESS_TECHNOLOGY = 71;

    /** Bit of the terminal profile: soft keys select item. */
    public static final short IDX_SOFT_KEYS_SELECT_ITEM = 72;

    /** Bit of the terminal profile: soft keys set up menu. */
    public static final short IDX_SOFT_KEYS_SET_UP_MENU = 73;

    /** Bit of the terminal profile: proactive UICC open channel. */
    public static final short IDX_PROACTIVE_UICC_OPEN_CHANNEL = 88;

    /** Bit of the terminal profile: proactive UICC close channel. */
    public static final short IDX_PROACTIVE_UICC_CLOSE_CHANNEL = 89;

    /** Bit of the terminal profile: proactive UICC receive data. */
    public static final short IDX_PROACTIVE_UICC_RECEIVE_DATA = 90;

    /** Bit of the terminal profile: proactive UICC send data. */
    public static final short IDX_PROACTIVE_UICC_SEND_DATA = 91;

    /** Bit of the terminal profile: proactive UICC get channel status. */
    public static final short IDX_PROACTIVE_UICC_GET_CHANNEL_STATUS = 92;

    /** Bit of the terminal profile: proactive UICC service search. */
    public static final short IDX_PROACTIVE_UICC_SERVICE_SEARCH = 93;

    /** Bit of the terminal profile: proactive UICC get service information. */
    public static final short IDX_PROACTIVE_UICC_GET_SERVICE_INFORMATION = 94;

    /** Bit of the terminal profile: proactive UICC declare service. */
    public static final short IDX_PROACTIVE_UICC_DECLARE_SERVICE = 95;

    /** Bit of the terminal profile: CSD. */
    public static final short IDX_CSD = 96;

    /** Bit of the terminal profile: GPRS. */
    public static final short IDX_GPRS = 97;

    /** Bit of the terminal profile: bluetooth. */
    public static final short IDX_BLUETOOTH = 98;

    /** Bit of the terminal profile: IRDA. */
    public static final short IDX_IRDA = 99;

    /** Bit of the terminal profile: RS232. */
    public static final short IDX_RS232 = 100;

    /** Bit of the terminal profile: screen sizing. */
    public static final short IDX_SCREEN_SIZING = 111;

    /** Bit of the terminal profile: variable size fonts. */
    public static final short IDX_VARIABLE_SIZE_FONTS = 119;

    /** Bit of the terminal profile: display resize. */
    public static final short IDX_DISPLAY_RESIZE = 120;

    /** Bit of the terminal profile: text wrapping. */
    public static final short IDX_TEXT_WRAPPING = 121;

    /** Bit of the terminal profile: text scrolling. */
    public static final short IDX_TEXT_SCROLLING = 122;

    /** Bit of the terminal profile: text attribute. */
    public static final short IDX_TEXT_ATTRIBUTE = 123;

    /** Bit of the terminal profile: TCP. */
    public static final short IDX_TCP = 128;

    /** Bit of the terminal profile: UDP. */
    public static final short IDX_UDP = 129;

    /** Bit of the terminal profile: proactive UICC display text variable timeout. */
    public static final short IDX_PROACTIVE_UICC_DISPLAY_TEXT_VARIABLE_TIMEOUT = 136;

    /** Bit of the terminal profile: proactive UICC get inkey help supported. */
    public static final short IDX_PROACTIVE_UICC_GET_INKEY_HELP_SUPPORTED = 137;

    /** Bit of the terminal profile: USB. */
    public static final short IDX_USB = 138;

    /** Bit of the terminal profile: proactive UICC get inkey variable timeout. */
    public static final short IDX_PROACTIVE_UICC_GET_INKEY_VARIABLE_TIMEOUT = 139;

    /** Bit of the terminal profile: provide local information ESN. */
    public static final short IDX_PROVIDE_LOCAL_INFORMATION_ESN = 140;

    /** Bit of the terminal profile: provide local information IMEISV. */
    public static final short IDX_PROVIDE_LOCAL_INFORMATION_IMEISV = 142;

    /** Bit of the terminal profile: provide local information search mode change. */
    public static final short IDX_PROVIDE_LOCAL_INFORMATION_SEARCH_MODE_CHANGE = 143;

    /** Bit of the terminal profile: WML browser supported. */
    public static final short IDX_WML_BROWSER_SUPPORTED = 160;

    /** Bit of the terminal profile: XHTML browser supported. */
    public static final short IDX_XHTML_BROWSER_SUPPORTED = 161;

    /** Bit of the terminal profile: HTML browser supported. */
    public static final short IDX_HTML_BROWSER_SUPPORTED = 162;

    /** Bit of the terminal profile: CHTML browser supported. */
    public static final short IDX_CHTML_BROWSER_SUPPORTED = 163;

    /** Bit of the terminal profile: provide local information battery state. */
    public static final short IDX_PROVIDE_LOCAL_INFORMATION_BATTERY_STATE = 169;

    /** Bit of the terminal profile: play tone melody themed tones. */
    public static final short IDX_PLAY_TONE_MELODY_THEMED_TONES = 170;

    /** Bit of the terminal profile: multi media call in set up call. */
    public static final short IDX_MULTI_MEDIA_CALL_IN_SET_UP_CALL = 171;

    /** Bit of the terminal profile: set frames. */
    public static final short IDX_SET_FRAMES = 176;

    /** Bit of the terminal profile: get frames status. */
    public static final short IDX_GET_FRAMES_STATUS = 177;

    /** Bit of the terminal profile: event browsing status. */
    public static final short IDX_EVENT_BROWSING_STATUS = 192;

    /** Bit of the terminal profile: alignment left. */
    public static final short IDX_ALIGNMENT_LEFT = 216;

    /** Bit of the terminal profile: alignment center. */
    public static final short IDX_ALIGNMENT_CENTER = 217;

    /** Bit of the terminal profile: alignment right. */
    public static final short IDX_ALIGNMENT_RIGHT = 218;

    /** Bit of the terminal profile: font size normal. */
    public static final short IDX_FONT_SIZE_NORMAL = 219;

    /** Bit of the terminal profile: font size large. */
    public static final short IDX_FONT_SIZE_LARGE = 220;

    /** Bit of the terminal profile: font size small. */
    public static final short IDX_FONT_SIZE_SMALL = 221;

    /** Bit of the terminal profile: style normal. */
    public static final short IDX_STYLE_NORMAL = 224;

    /** Bit of the terminal profile: style bold. */
    public static final short IDX_STYLE_BOLD = 225;

    /** Bit of the terminal profile: style italic. */
    public static final short IDX_STYLE_ITALIC = 226;

    /** Bit of the terminal profile: style underlined. */
    public static final short IDX_STYLE_UNDERLINED = 227;

    /** Bit of the terminal profile: style strikethrough. */
    public static final short IDX_STYLE_STRIKETHROUGH = 228;

    /** Bit of the terminal profile: style text foreground colour. */
    public static final short IDX_STYLE_TEXT_FOREGROUND_COLOUR = 229;

    /** Bit of the terminal profile: style text background colour. */
    public static final short IDX_STYLE_TEXT_BACKGROUND_COLOUR = 230;

    /** No object is of use: all methods are static. */
    private TerminalProfile() {
    }

    /**
     * Tells whether the terminal has a facility.
     *
     * @param index the number of its bit in the terminal profile
     * @return true if it has
     * @throws ToolkitException {@link ToolkitException#TERMINAL_PROFILE_NOT_AVAILABLE} if the terminal has
     *     not told its profile
     */
    public static native boolean check(byte index) throws ToolkitException;

    /**
     * Tells whether the terminal has all facilities of a mask.
     *
     * @param mask the array that holds the mask
     * @param offset where it begins
     * @param length its length
     * @return true if it has
     * @throws ToolkitException {@link ToolkitException#TERMINAL_PROFILE_NOT_AVAILABLE} if the terminal has
     *     not told its profile
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean check(byte[] mask, short offset, short length)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether the terminal has a facility.
     *
     * @param index the number of its bit in the terminal profile
     * @return true if it has
     * @throws ToolkitException {@link ToolkitException#TERMINAL_PROFILE_NOT_AVAILABLE} if the terminal has
     *     not told its profile
     */
    public static native boolean check(short index) throws ToolkitException;

    /**
     * Gives a number that bits of the terminal profile make.
     *
     * @param indexMSB the number of the highest bit
     * @param indexLSB the number of the lowest bit
     * @return the number
     * @throws ToolkitException {@link ToolkitException#TERMINAL_PROFILE_NOT_AVAILABLE} if the terminal has
     *     not told its profile
     */
    public static native short getValue(short indexMSB, short indexLSB) throws ToolkitException;

    /**
     * Copies a part of the terminal profile.
     *
     * @param startOffset where to begin in it
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @param dstLength the number of bytes
     * @return the offset behind the last byte written
     * @throws ToolkitException {@link ToolkitException#TERMINAL_PROFILE_NOT_AVAILABLE} if the terminal has
     *     not told its profile
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short copy(short startOffset, byte[] dstBuffer, short dstOffset, short dstLength)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;
}
