package uicc.toolkit;

/** The envelope that brought the event. */
public interface EnvelopeHandler extends BERTLVViewHandler {
    /**
     * Gives the identifier of the item that the user chose.
     *
     * @return the identifier
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the envelope has none
     */
    byte getItemIdentifier() throws ToolkitException;

    /**
     * Gives the identifier of the channel.
     *
     * @return the identifier
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the envelope has none
     */
    byte getChannelIdentifier() throws ToolkitException;

    /**
     * Gives the status of a channel.
     *
     * @param channelIdentifier the channel
     * @return the two bytes of the channel status
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if it is not told
     */
    short getChannelStatus(byte channelIdentifier) throws ToolkitException;
}
