package uicc.toolkit;

/** Builds and sends proactive commands. */
public interface ProactiveHandler extends EditHandler {
    /**
     * Begins a proactive command: command details and device identities.
     *
     * @param type one of the {@code PRO_CMD} constants
     * @param qualifier the command qualifier
     * @param dstDevice one of the {@code DEV_ID} constants
     */
    void init(byte type, byte qualifier, byte dstDevice);

    /**
     * Sends the command to the terminal and waits for its response, which the response handler then holds. A
     * transaction in progress is aborted.
     *
     * @return the general result
     * @throws ToolkitException {@link ToolkitException#COMMAND_NOT_ALLOWED} if the command is not for
     *     applets, or a needed resource is not there
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has no result
     */
    byte send() throws ToolkitException;

    /**
     * Begins DISPLAY TEXT.
     *
     * @param qualifier the command qualifier
     * @param dcs the data coding scheme
     * @param buffer the array that holds the text
     * @param offset where it begins
     * @param length its length
     * @throws ToolkitException {@link ToolkitException#HANDLER_OVERFLOW} if there is no room
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void initDisplayText(byte qualifier, byte dcs, byte[] buffer, short offset, short length)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Begins GET INKEY.
     *
     * @param qualifier the command qualifier
     * @param dcs the data coding scheme
     * @param buffer the array that holds the text
     * @param offset where it begins
     * @param length its length
     * @throws ToolkitException {@link ToolkitException#HANDLER_OVERFLOW} if there is no room
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void initGetInkey(byte qualifier, byte dcs, byte[] buffer, short offset, short length)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Begins GET INPUT.
     *
     * @param qualifier the command qualifier
     * @param dcs the data coding scheme
     * @param buffer the array that holds the text
     * @param offset where it begins
     * @param length its length
     * @param minRespLength the least length of the answer
     * @param maxRespLength the greatest length of the answer
     * @throws ToolkitException {@link ToolkitException#HANDLER_OVERFLOW} if there is no room
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void initGetInput(
            byte qualifier, byte dcs, byte[] buffer, short offset, short length, short minRespLength,
            short maxRespLength) throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Begins CLOSE CHANNEL.
     *
     * @param bChannelId the channel
     */
    void initCloseChannel(byte bChannelId);

    /** Begins MORE TIME. */
    void initMoreTime();
}
