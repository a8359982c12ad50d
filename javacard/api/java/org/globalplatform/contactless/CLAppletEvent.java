package org.globalplatform.contactless;

/** The events of contactless applications. */
public interface CLAppletEvent {
    /** Event: non activatable. */
    short EVENT_NON_ACTIVATABLE = 129;

    /** Event: activated. */
    short EVENT_ACTIVATED = 2;

    /** Event: deactivated. */
    short EVENT_DEACTIVATED = 130;

    /** Event: URI. */
    short EVENT_URI = 4;

    /** Event: discretionary data. */
    short EVENT_DISCRETIONARY_DATA = 5;

    /** Event: logo. */
    short EVENT_LOGO = 6;

    /** Event: protocol data type A. */
    short EVENT_PROTOCOL_DATA_TYPE_A = 7;

    /** Event: protocol data type B. */
    short EVENT_PROTOCOL_DATA_TYPE_B = 8;

    /** Event: protocol data type F. */
    short EVENT_PROTOCOL_DATA_TYPE_F = 9;

    /** Event: display message. */
    short EVENT_DISPLAY_MESSAGE = 10;

    /** Event: implicit selection protocols. */
    short EVENT_IMPLICIT_SELECTION_PROTOCOLS = 11;

    /** Event: family identifier. */
    short EVENT_FAMILY_IDENTIFIER = 12;

    /** Event: continuous process on. */
    short EVENT_CONTINUOUS_PROCESS_ON = 13;

    /** Event: continuous process off. */
    short EVENT_CONTINUOUS_PROCESS_OFF = 141;

    /** Event: CREL application added. */
    short EVENT_CREL_ADDED = 14;

    /** Event: CREL application removed. */
    short EVENT_CREL_REMOVED = 142;

    /** Event: group member added. */
    short EVENT_GROUP_MEMBER_ADDED = 15;

    /** Event: group member removed. */
    short EVENT_GROUP_MEMBER_REMOVED = 143;

    /** Event: policy restricted applications. */
    short EVENT_POLICY_RESTRICTED_APPLICATIONS = 16;

    /** Event: installed. */
    short EVENT_INSTALLED = 17;

    /** Event: selectable. */
    short EVENT_SELECTABLE = 18;

    /** Event: locked. */
    short EVENT_LOCKED = 19;

    /** Event: unlocked. */
    short EVENT_UNLOCKED = 147;

    /** Event: deleted. */
    short EVENT_DELETED = 20;

    /** Event: display requirement. */
    short EVENT_DISPLAY_REQUIREMENT = 21;

    /** Event: communications ISO/IEC 14443 enabled. */
    short EVENT_COMMUNICATIONS_ISO14443_ENABLED = 22;

    /** Event: communications ISO/IEC 14443 disabled. */
    short EVENT_COMMUNICATIONS_ISO14443_DISABLED = 150;

    /** Event: proximity interface access enabled. */
    short EVENT_PROXIMITY_INTERFACE_ACCESS_ENABLED = 22;

    /** Event: proximity interface access disabled. */
    short EVENT_PROXIMITY_INTERFACE_ACCESS_DISABLED = 150;

    /** Event: selection priority highest. */
    short EVENT_SELECTION_PRIORITY_HIGHEST = 23;

    /** Event: selection priority lowest. */
    short EVENT_SELECTION_PRIORITY_LOWEST = 151;

    /** Event: volatile selection priority set. */
    short EVENT_VOLATILE_SELECTION_PRIORITY_SET = 24;

    /** Event: volatile selection priority reset. */
    short EVENT_VOLATILE_SELECTION_PRIORITY_RESET = 152;

    /** Event: reserved for future use. */
    short EVENT_RFU1 = 127;
}
