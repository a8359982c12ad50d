package javacardx.external;

/** Gives access to external memories. */
public final class Memory {
    /** A Mifare memory; the parameters' first byte names no part. */
    public static final byte MEMORY_TYPE_MIFARE = 1;

    /** An extended store. */
    public static final byte MEMORY_TYPE_EXTENDED_STORE = 2;

    /** No object is of use: all methods are static. */
    private Memory() {
    }

    /**
     * Gives access to a memory.
     *
     * @param memoryType one of this class's constants
     * @param memorySize the array that takes the size in bytes, in two elements, the high half first; may be
     *     null for Mifare
     * @param memorySizeOffset the index of the first
     * @return the access object
     * @throws ExternalException {@link ExternalException#NO_SUCH_SUBSYSTEM} if the card lacks the memory
     * @throws ExternalException {@link ExternalException#INVALID_PARAM} if a parameter is out of range
     */
    public static final native MemoryAccess getMemoryAccessInstance(
            byte memoryType, short[] memorySize, short memorySizeOffset) throws ExternalException;
}
