package uicc.toolkit;

import uicc.access.FileView;

/** The applet's registrations for events, menu entries and timers. */
public interface ToolkitRegistry {
    /**
     * Registers the applet for an event.
     *
     * @param event one of the {@code EVENT} constants
     * @throws ToolkitException {@link ToolkitException#EVENT_NOT_SUPPORTED} if the card does not support it
     * @throws ToolkitException {@link ToolkitException#EVENT_ALREADY_REGISTERED} if only one applet may
     *     register and another has
     * @throws ToolkitException {@link ToolkitException#EVENT_NOT_ALLOWED} if it cannot be registered so
     */
    void setEvent(short event) throws ToolkitException;

    /**
     * Registers the applet for several events, all or none.
     *
     * @param eventList the array that holds the {@code EVENT} constants
     * @param offset where they begin
     * @param length their number
     * @throws ToolkitException {@link ToolkitException#EVENT_NOT_SUPPORTED} or
     *     {@link ToolkitException#EVENT_ALREADY_REGISTERED} or {@link ToolkitException#EVENT_NOT_ALLOWED} as
     *     for {@code setEvent}
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setEventList(short[] eventList, short offset, short length)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Takes a registration for an event back.
     *
     * @param event one of the {@code EVENT} constants
     * @throws ToolkitException {@link ToolkitException#EVENT_NOT_ALLOWED} if it cannot be taken back so
     */
    void clearEvent(short event) throws ToolkitException;

    /**
     * Tells whether the applet is registered for an event.
     *
     * @param event one of the {@code EVENT} constants
     * @return true if it is
     */
    boolean isEventSet(short event);

    /**
     * Takes a menu entry out of the menu.
     *
     * @param id its identifier
     * @throws ToolkitException {@link ToolkitException#MENU_ENTRY_NOT_FOUND} if the applet has no such entry
     */
    void disableMenuEntry(byte id) throws ToolkitException;

    /**
     * Puts a menu entry into the menu.
     *
     * @param id its identifier
     * @throws ToolkitException {@link ToolkitException#MENU_ENTRY_NOT_FOUND} if the applet has no such entry
     */
    void enableMenuEntry(byte id) throws ToolkitException;

    /**
     * Makes a menu entry, at the installation; the applet is registered for its selection.
     *
     * @param menuEntry the array that holds the text
     * @param offset where it begins
     * @param length its length
     * @param nextAction the command that follows, or 0
     * @param helpSupported true if there is help
     * @param iconQualifier the qualifier of the icon
     * @param iconIdentifier the icon, or 0 for none
     * @return the identifier of the entry
     * @throws ToolkitException {@link ToolkitException#REGISTRY_ERROR} if no entry is left
     * @throws ToolkitException {@link ToolkitException#ALLOWED_LENGTH_EXCEEDED} if the text is too long
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    byte initMenuEntry(
            byte[] menuEntry, short offset, short length, byte nextAction, boolean helpSupported, byte iconQualifier,
            short iconIdentifier) throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Changes a menu entry.
     *
     * @param id its identifier
     * @param menuEntry the array that holds the text
     * @param offset where it begins
     * @param length its length
     * @param nextAction the command that follows, or 0
     * @param helpSupported true if there is help
     * @param iconQualifier the qualifier of the icon
     * @param iconIdentifier the icon, or 0 for none
     * @throws ToolkitException {@link ToolkitException#MENU_ENTRY_NOT_FOUND} if the applet has no such entry
     * @throws ToolkitException {@link ToolkitException#ALLOWED_LENGTH_EXCEEDED} if the text is too long
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void changeMenuEntry(
            byte id, byte[] menuEntry, short offset, short length, byte nextAction, boolean helpSupported,
            byte iconQualifier, short iconIdentifier)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Takes a timer and registers the applet for its expiration.
     *
     * @return the timer's identifier
     * @throws ToolkitException {@link ToolkitException#NO_TIMER_AVAILABLE} if none is left
     */
    byte allocateTimer() throws ToolkitException;

    /**
     * Gives a timer back.
     *
     * @param timerIdentifier the timer's identifier
     * @throws ToolkitException {@link ToolkitException#INVALID_TIMER_ID} if the applet does not have it
     */
    void releaseTimer(byte timerIdentifier) throws ToolkitException;

    /**
     * Asks for the event {@code EVENT_STATUS_COMMAND} at intervals.
     *
     * @param duration the interval in seconds, or one of the {@code POLL} constants
     * @throws ToolkitException {@link ToolkitException#REGISTRY_ERROR} if it is out of range
     */
    void requestPollInterval(short duration) throws ToolkitException;

    /**
     * Gives the interval at which the terminal polls.
     *
     * @return the interval in seconds
     */
    short getPollInterval();

    /**
     * Takes a service identifier for DECLARE SERVICE.
     *
     * @return the identifier
     * @throws ToolkitException {@link ToolkitException#NO_SERVICE_ID_AVAILABLE} if none is left
     */
    byte allocateServiceIdentifier() throws ToolkitException;

    /**
     * Gives a service identifier back.
     *
     * @param serviceIdentifier the identifier
     * @throws ToolkitException {@link ToolkitException#INVALID_SERVICE_ID} if the applet does not have it
     */
    void releaseServiceIdentifier(byte serviceIdentifier) throws ToolkitException;

    /**
     * Registers the applet for updates of files.
     *
     * @param event {@code ToolkitConstants.EVENT_EXTERNAL_FILE_UPDATE}
     * @param baFileList the array that holds the list of files
     * @param sOffset1 where it begins
     * @param sLength1 its length
     * @param baADFAid the array that holds the AID of the application whose files they are, or null for the
     *     UICC's
     * @param sOffset2 where it begins
     * @param bLength2 its length
     * @throws ToolkitException {@link ToolkitException#EVENT_NOT_SUPPORTED} if the card does not support it
     */
    void registerFileEvent(
            short event, byte[] baFileList, short sOffset1, short sLength1, byte[] baADFAid, short sOffset2,
            byte bLength2) throws ToolkitException;

    /**
     * Takes a registration for updates of files back.
     *
     * @param event {@code ToolkitConstants.EVENT_EXTERNAL_FILE_UPDATE}
     * @param baFileList the array that holds the list of files
     * @param sOffset1 where it begins
     * @param sLength1 its length
     * @param baADFAid the array that holds the AID of the application whose files they are, or null for the
     *     UICC's
     * @param sOffset2 where it begins
     * @param bLength2 its length
     */
    void deregisterFileEvent(
            short event, byte[] baFileList, short sOffset1, short sLength1, byte[] baADFAid, short sOffset2,
            byte bLength2);

    /**
     * Registers the applet for updates of the current file of a file system.
     *
     * @param event {@code ToolkitConstants.EVENT_EXTERNAL_FILE_UPDATE}
     * @param aFileView the file system
     * @throws ToolkitException {@link ToolkitException#EVENT_NOT_SUPPORTED} if the card does not support it
     */
    void registerFileEvent(short event, FileView aFileView) throws ToolkitException;

    /**
     * Takes a registration for updates of the current file of a file system back.
     *
     * @param event {@code ToolkitConstants.EVENT_EXTERNAL_FILE_UPDATE}
     * @param aFileView the file system
     */
    void deregisterFileEvent(short event, FileView aFileView);

    /**
     * Sets the text attribute of a menu entry.
     *
     * @param id its identifier
     * @param textAttribute the array that holds the attribute
     * @param offset where it begins
     * @param length its length
     * @throws ToolkitException {@link ToolkitException#MENU_ENTRY_NOT_FOUND} if the applet has no such entry
     */
    void setMenuEntryTextAttribute(byte id, byte[] textAttribute, short offset, short length)
            throws ToolkitException;
}
