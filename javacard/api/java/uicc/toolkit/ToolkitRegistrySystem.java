package uicc.toolkit;

/** Gives access to the registry. */
public final class ToolkitRegistrySystem {
    /** No object is of use: all methods are static. */
    private ToolkitRegistrySystem() {
    }

    /**
     * Gives the registry entry of the applet that calls.
     *
     * @return the entry
     */
    public static native ToolkitRegistry getEntry();
}
