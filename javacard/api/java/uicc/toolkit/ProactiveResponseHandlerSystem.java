package uicc.toolkit;

/** Gives access to the proactive response handler. */
public final class ProactiveResponseHandlerSystem {
    /** No object is of use: all methods are static. */
    private ProactiveResponseHandlerSystem() {
    }

    /**
     * Gives the handler: one object for all, to be asked for anew in each event.
     *
     * @return the handler
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if it cannot be used now
     */
    public static native ProactiveResponseHandler getTheHandler() throws ToolkitException;
}
