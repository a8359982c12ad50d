package sim.access;

/** Gives access to the files of the SIM. */
public class SIMSystem {
    /** No object is of use: all methods are static. */
    private SIMSystem() {
    }

    /**
     * Gives the file system.
     *
     * @return the file system, or null if the applet has no access
     */
    public static native SIMView getTheSIMView();
}
