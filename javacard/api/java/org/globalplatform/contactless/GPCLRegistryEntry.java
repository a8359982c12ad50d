package org.globalplatform.contactless;

import javacard.framework.AID;
import org.globalplatform.GPRegistryEntry;

/** A contactless application's entry in the registry. */
public interface GPCLRegistryEntry extends GPRegistryEntry {
    /** Privilege: to activate contactless applications. */
    byte PRIVILEGE_CONTACTLESS_ACTIVATION = 18;

    /** Privilege: to activate itself. */
    byte PRIVILEGE_CONTACTLESS_SELF_ACTIVATION = 19;

    /** State: not activatable. */
    byte STATE_CL_NON_ACTIVATABLE = (byte) 0x80;

    /** State: activated. */
    byte STATE_CL_ACTIVATED = 1;

    /** State: deactivated. */
    byte STATE_CL_DEACTIVATED = 0;

    /** For {@code getInfo} and {@code setInfo}: URI. */
    short INFO_URI = 4;

    /** For {@code getInfo} and {@code setInfo}: discretionary data. */
    short INFO_DISCRETIONARY_DATA = 5;

    /** For {@code getInfo} and {@code setInfo}: logo. */
    short INFO_LOGO = 6;

    /** For {@code getInfo} and {@code setInfo}: protocol data type A. */
    short INFO_PROTOCOL_DATA_TYPE_A = 7;

    /** For {@code getInfo} and {@code setInfo}: protocol data type B. */
    short INFO_PROTOCOL_DATA_TYPE_B = 8;

    /** For {@code getInfo} and {@code setInfo}: protocol data type F. */
    short INFO_PROTOCOL_DATA_TYPE_F = 9;

    /** For {@code getInfo} and {@code setInfo}: display message. */
    short INFO_DISPLAY_MESSAGE = 10;

    /** For {@code getInfo} and {@code setInfo}: family identifier. */
    short INFO_FAMILY_IDENTIFIER = 11;

    /** For {@code getInfo} and {@code setInfo}: implicit selection protocols. */
    short INFO_IMPLICIT_SELECTION_PROTOCOLS = 12;

    /** Implicit selection over type A. */
    byte IMPLICIT_SELECTION_TYPE_A = (byte) 0x81;

    /** Implicit selection over type B. */
    byte IMPLICIT_SELECTION_TYPE_B = (byte) 0x82;

    /** Implicit selection over type F. */
    byte IMPLICIT_SELECTION_TYPE_F = (byte) 0x84;

    /** For {@code getInfo} and {@code setInfo}: continuous process. */
    short INFO_CONTINUOUS_PROCESS = 13;

    /** Value of {@code INFO_CONTINUOUS_PROCESS}: on. */
    byte CONTINUOUS_PROCESS_ENABLED = 2;

    /** Value of {@code INFO_CONTINUOUS_PROCESS}: off. */
    byte CONTINUOUS_PROCESS_DISABLED = 1;

    /** For {@code getInfo} and {@code setInfo}: counter update. */
    short INFO_COUNTER_UPDATE = 14;

    /** For {@code getInfo} and {@code setInfo}: display requirement. */
    short INFO_DISPLAY_REQUIREMENT = 15;

    /** Value of {@code INFO_DISPLAY_REQUIREMENT}: no display is needed. */
    byte DISPLAY_REQUIREMENT_NO = 1;

    /** Value of {@code INFO_DISPLAY_REQUIREMENT}: a display is needed. */
    byte DISPLAY_REQUIREMENT_YES = 0;

    /** For {@code getInfo} and {@code setInfo}: policy restricted applications. */
    short INFO_POLICY_RESTRICTED_APPLICATIONS = 16;

    /** For {@code getInfo} and {@code setInfo}: implicit selection recognition algorithm. */
    short INFO_IMPLICIT_SELECTION_RECOGNITION_ALGORITHM = 17;

    /** For {@code getInfo} and {@code setInfo}: selection priority. */
    short INFO_SELECTION_PRIORITY = 18;

    /** For {@code getInfo} and {@code setInfo}: group head application. */
    short INFO_GROUP_HEAD_APPLICATION = 19;

    /** For {@code getInfo} and {@code setInfo}: protocol type F mode flag. */
    short INFO_PROTOCOL_TYPE_F_MODE_FLAG = 20;

    /** Value of {@code INFO_PROTOCOL_TYPE_F_MODE_FLAG}: set. */
    byte PROTOCOL_TYPE_F_MODE_FLAG_TRUE = 1;

    /** Value of {@code INFO_PROTOCOL_TYPE_F_MODE_FLAG}: not set. */
    byte PROTOCOL_TYPE_F_MODE_FLAG_FALSE = 0;

    /** For {@code getInfo} and {@code setInfo}: privacy sensitive indicator. */
    short INFO_PRIVACY_SENSITIVE_INDICATOR = 21;

    /**
     * Sets the contactless state, as far as the caller may.
     *
     * @param bState one of the {@code STATE_CL} constants
     * @return the state that follows
     */
    byte setCLState(byte bState);

    /**
     * Gives the contactless state.
     *
     * @return one of the {@code STATE_CL} constants
     */
    byte getCLState();

    /**
     * Copies information.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @param infoType one of the {@code INFO} constants
     * @return the bytes copied
     */
    short getInfo(byte[] buffer, short offset, short infoType);

    /**
     * Sets information.
     *
     * @param buffer the array that holds it
     * @param offset where it begins
     * @param length its length
     * @param infoType one of the {@code INFO} constants
     * @return the bytes taken
     */
    short setInfo(byte[] buffer, short offset, short length, short infoType);

    /**
     * Gives the applications that stand against the activation, one a call.
     *
     * @param entry the last one given, or null to begin
     * @return the next one, or null at the end
     */
    GPCLRegistryEntry getNextConflictingApplication(GPCLRegistryEntry entry);

    /**
     * Joins the group of another application.
     *
     * @param headAID the AID of its head
     */
    void joinGroup(AID headAID);

    /**
     * Gives the members of the group, one a call.
     *
     * @param entry the last one given, or null to begin
     * @return the next one, or null at the end
     */
    GPCLRegistryEntry getNextGroupMember(GPCLRegistryEntry entry);

    /**
     * Lets applications join the group.
     *
     * @param buffer the array that holds their AIDs
     * @param offset where they begin
     * @param length their length
     */
    void addToGroupAuthorizationList(byte[] buffer, short offset, short length);

    /**
     * Forbids applications to join the group.
     *
     * @param buffer the array that holds their AIDs
     * @param offset where they begin
     * @param length their length
     */
    void removeFromGroupAuthorizationList(byte[] buffer, short offset, short length);

    /**
     * Puts the application first or last in the order of selection by partial AID.
     *
     * @param first true for first
     */
    void setPartialSelectionOrder(boolean first);

    /**
     * Gives the applications that follow this one's events, one a call.
     *
     * @param entry the last one given, or null to begin
     * @return the next one, or null at the end
     */
    GPCLRegistryEntry getNextCRELApplication(GPCLRegistryEntry entry);

    /**
     * Lets applications follow this one's events.
     *
     * @param buffer the array that holds their AIDs
     * @param offset where they begin
     * @param length their length
     */
    void addToCRELApplicationList(byte[] buffer, short offset, short length);

    /**
     * Forbids applications to follow this one's events.
     *
     * @param buffer the array that holds their AIDs
     * @param offset where they begin
     * @param length their length
     */
    void removeFromCRELApplicationList(byte[] buffer, short offset, short length);

    /**
     * Gives the applications that name this one as one to follow, one a call.
     *
     * @param entry the last one given, or null to begin
     * @return the next one, or null at the end
     */
    GPCLRegistryEntry getNextReferencingApplication(GPCLRegistryEntry entry);

    /**
     * Tells whether the application is the head of a group.
     *
     * @return true if it is
     */
    boolean isGroupHead();

    /**
     * Tells whether the application is a member of a group.
     *
     * @return true if it is
     */
    boolean isGroupMember();
}
