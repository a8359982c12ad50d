package sim.toolkit;

/** The response to an envelope. */
public final class EnvelopeResponseHandler extends EditHandler {
    /** Only the card makes objects. */
    private EnvelopeResponseHandler() {
    }

    /**
     * Gives the handler: one object for all, to be asked for anew in each event.
     *
     * @return the handler
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if it cannot be used now
     */
    public static native EnvelopeResponseHandler getTheHandler() throws ToolkitException;

    /**
     * Gives the greatest length of a TLV list that the handler can hold.
     *
     * @return the length in bytes
     */
    public native short getCapacity();

    /**
     * Sends the response as it is.
     *
     * @param statusType the first byte of the status: {@code SW1_RP_ACK} or {@code SW1_RP_ERROR}
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    public native void post(byte statusType) throws ToolkitException;

    /**
     * Sends the response as a BER-TLV.
     *
     * @param statusType the first byte of the status: {@code SW1_RP_ACK} or {@code SW1_RP_ERROR}
     * @param tag its tag
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    public native void postAsBERTLV(byte statusType, byte tag) throws ToolkitException;
}
