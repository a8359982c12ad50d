package sim.toolkit;

/** The envelope that brought the event. */
public final class EnvelopeHandler extends ViewHandler {
    /** Only the card makes objects. */
    private EnvelopeHandler() {
    }

    /**
     * Gives the handler: one object for all, to be asked for anew in each event.
     *
     * @return the handler
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if it cannot be used now
     */
    public static native EnvelopeHandler getTheHandler() throws ToolkitException;

    /**
     * Gives the identifier of the item that the user chose.
     *
     * @return the identifier
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the envelope has none
     */
    public native byte getItemIdentifier() throws ToolkitException;

    /**
     * Gives the identifier of the channel.
     *
     * @return the identifier
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the envelope has none
     */
    public native byte getChannelIdentifier() throws ToolkitException;

    /**
     * Gives the offset of the secured data in the current TLV (3GPP TS 31.115).
     *
     * @return the offset
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there are none
     */
    public native short getSecuredDataOffset() throws ToolkitException;

    /**
     * Gives the length of the secured data.
     *
     * @return the length
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there are none
     */
    public native short getSecuredDataLength() throws ToolkitException;

    /**
     * Gives the offset of the user data length in the SMS TPDU, which becomes the current TLV.
     *
     * @return the offset
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no TPDU
     */
    public native short getTPUDLOffset() throws ToolkitException;

    /**
     * Gives the length of the user data in the SMS TPDU.
     *
     * @return the length
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no TPDU
     */
    public native short getUserDataLength() throws ToolkitException;

    /**
     * Gives the greatest length of a TLV list that the handler can hold.
     *
     * @return the length in bytes
     */
    public native short getCapacity();

    /**
     * Gives the tag of the envelope.
     *
     * @return one of the {@code BTAG} constants
     */
    public native byte getEnvelopeTag();
}
