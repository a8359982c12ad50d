package uicc.system;

/** Buffers that applets share. */
public final class UICCPlatform {
    /** No object is of use: all methods are static. */
    private UICCPlatform() {
    }

    /**
     * Gives a global array for work within one event.
     *
     * @return the array
     */
    public static native byte[] getTheVolatileByteArray();
}
