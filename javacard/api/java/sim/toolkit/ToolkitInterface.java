package sim.toolkit;

import javacard.framework.Shareable;

/** Implemented by a toolkit applet. */
public interface ToolkitInterface extends Shareable {
    /**
     * Works on an event that the applet is registered for.
     *
     * @param event one of the {@code ToolkitConstants.EVENT} constants
     * @throws ToolkitException if the applet lets one out: it is ignored
     */
    void processToolkit(byte event) throws ToolkitException;
}
