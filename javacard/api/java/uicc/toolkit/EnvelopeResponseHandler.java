package uicc.toolkit;

/** The response to an envelope. */
public interface EnvelopeResponseHandler extends EditHandler {
    /**
     * Sends the response as it is.
     *
     * @param value true for a normal status, false for a warning
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    void post(boolean value) throws ToolkitException;

    /**
     * Sends the response as a BER-TLV.
     *
     * @param value true for a normal status, false for a warning
     * @param tag its tag
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    void postAsBERTLV(boolean value, byte tag) throws ToolkitException;
}
