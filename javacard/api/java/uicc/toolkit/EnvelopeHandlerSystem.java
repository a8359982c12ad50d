package uicc.toolkit;

/** Gives access to the envelope handler. */
public final class EnvelopeHandlerSystem {
    /** No object is of use: all methods are static. */
    private EnvelopeHandlerSystem() {
    }

    /**
     * Gives the handler: one object for all, to be asked for anew in each event.
     *
     * @return the handler
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if it cannot be used now
     */
    public static native EnvelopeHandler getTheHandler() throws ToolkitException;
}
