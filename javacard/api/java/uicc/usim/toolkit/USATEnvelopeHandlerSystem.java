package uicc.usim.toolkit;

import uicc.toolkit.ToolkitException;

/** Gives access to the envelope handler. */
public final class USATEnvelopeHandlerSystem {
    /** No object is of use: all methods are static. */
    private USATEnvelopeHandlerSystem() {
    }

    /**
     * Gives the handler: one object for all, to be asked for anew in each event.
     *
     * @return the handler
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if it cannot be used now
     */
    public static native USATEnvelopeHandler getTheHandler() throws ToolkitException;
}
