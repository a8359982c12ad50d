package javacard.framework;

/**
 * The card's runtime environment: transactions, transient memory, applets and their shareable interfaces, and
 * resources. All methods are static.
 */
public final class JCSystem {
    /** For {@code getAvailableMemory}: persistent memory. */
    public static final byte MEMORY_TYPE_PERSISTENT = 0;

    /** For {@code getAvailableMemory}: transient memory that is cleared on card reset. */
    public static final byte MEMORY_TYPE_TRANSIENT_RESET = 1;

    /** For {@code getAvailableMemory}: transient memory that is cleared on deselection. */
    public static final byte MEMORY_TYPE_TRANSIENT_DESELECT = 2;

    /** For {@code makeGlobalArray}: an array of booleans. */
    public static final byte ARRAY_TYPE_BOOLEAN = 1;

    /** For {@code makeGlobalArray}: an array of bytes. */
    public static final byte ARRAY_TYPE_BYTE = 2;

    /** For {@code makeGlobalArray}: an array of shorts. */
    public static final byte ARRAY_TYPE_SHORT = 3;

    /** For integrity-sensitive arrays: an array of ints. */
    public static final byte ARRAY_TYPE_INT = 4;

    /** For {@code makeGlobalArray}: an array of objects. */
    public static final byte ARRAY_TYPE_OBJECT = 5;

    /** Result of {@code isTransient}: the object is persistent. */
    public static final byte NOT_A_TRANSIENT_OBJECT = 0;

    /** Transient contents last until the card is reset. */
    public static final byte CLEAR_ON_RESET = 1;

    /**
     * Transient contents last while an applet of the package is active on some channel; the array may be
     * touched only then.
     */
    public static final byte CLEAR_ON_DESELECT = 2;

    /** No object is of use: all methods are static. */
    private JCSystem() {
    }

    /**
     * Tells whether an object's contents are transient, and when they are cleared.
     *
     * @param theObj the object, or null
     * @return {@code NOT_A_TRANSIENT_OBJECT}, {@code CLEAR_ON_RESET} or {@code CLEAR_ON_DESELECT}
     */
    public static native byte isTransient(Object theObj);

    /**
     * Makes an array of booleans whose contents are transient.
     *
     * @param length the number of elements
     * @param event {@code CLEAR_ON_RESET} or {@code CLEAR_ON_DESELECT}
     * @return the array, all false
     * @throws NegativeArraySizeException if the length is negative
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the event is neither of the two
     * @throws SystemException {@link SystemException#NO_TRANSIENT_SPACE} if there is not enough memory
     * @throws SystemException {@link SystemException#ILLEGAL_TRANSIENT} if the array is to be cleared on
     *     deselection and the active context is not that of the selected applet
     */
    public static native boolean[] makeTransientBooleanArray(short length, byte event)
            throws NegativeArraySizeException, SystemException;

    /**
     * Makes an array of bytes whose contents are transient.
     *
     * @param length the number of elements
     * @param event {@code CLEAR_ON_RESET} or {@code CLEAR_ON_DESELECT}
     * @return the array, all zero
     * @throws NegativeArraySizeException if the length is negative
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the event is neither of the two
     * @throws SystemException {@link SystemException#NO_TRANSIENT_SPACE} if there is not enough memory
     * @throws SystemException {@link SystemException#ILLEGAL_TRANSIENT} if the array is to be cleared on
     *     deselection and the active context is not that of the selected applet
     */
    public static native byte[] makeTransientByteArray(short length, byte event)
            throws NegativeArraySizeException, SystemException;

    /**
     * Makes an array of shorts whose contents are transient.
     *
     * @param length the number of elements
     * @param event {@code CLEAR_ON_RESET} or {@code CLEAR_ON_DESELECT}
     * @return the array, all zero
     * @throws NegativeArraySizeException if the length is negative
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the event is neither of the two
     * @throws SystemException {@link SystemException#NO_TRANSIENT_SPACE} if there is not enough memory
     * @throws SystemException {@link SystemException#ILLEGAL_TRANSIENT} if the array is to be cleared on
     *     deselection and the active context is not that of the selected applet
     */
    public static native short[] makeTransientShortArray(short length, byte event)
            throws NegativeArraySizeException, SystemException;

    /**
     * Makes an array of references whose contents are transient. The objects referred to are not: they live
     * on, or become garbage.
     *
     * @param length the number of elements
     * @param event {@code CLEAR_ON_RESET} or {@code CLEAR_ON_DESELECT}
     * @return the array, all null
     * @throws NegativeArraySizeException if the length is negative
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the event is neither of the two
     * @throws SystemException {@link SystemException#NO_TRANSIENT_SPACE} if there is not enough memory
     * @throws SystemException {@link SystemException#ILLEGAL_TRANSIENT} if the array is to be cleared on
     *     deselection and the active context is not that of the selected applet
     */
    public static native Object[] makeTransientObjectArray(short length, byte event)
            throws NegativeArraySizeException, SystemException;

    /**
     * Makes a global array, which any context may read and write, but to which no reference may be stored in
     * a field or array.
     *
     * @param type one of the constants {@code ARRAY_TYPE_BOOLEAN}, {@code ARRAY_TYPE_BYTE},
     *     {@code ARRAY_TYPE_SHORT}, {@code ARRAY_TYPE_OBJECT}
     * @param length the number of elements
     * @return the array
     * @throws NegativeArraySizeException if the length is negative
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the type is none of these
     * @throws SystemException {@link SystemException#NO_TRANSIENT_SPACE} if there is not enough memory
     */
    public static native Object makeGlobalArray(byte type, short length)
            throws NegativeArraySizeException, SystemException;

    /**
     * Gives the version of the Java Card runtime: the major number in the high byte, the minor in the low
     * byte (0x0305 for 3.0.5).
     *
     * @return the version
     */
    public static native short getVersion();

    /**
     * Gives the AID of the applet instance whose context is active.
     *
     * @return its AID, an object of the card's; null while the applet is not yet registered
     */
    public static native AID getAID();

    /**
     * Finds the card's AID object of an installed applet.
     *
     * @param buffer the array that holds the AID's bytes
     * @param offset where they begin
     * @param length their number
     * @return the AID object, or null if there is no such applet
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native AID lookupAID(byte[] buffer, short offset, byte length)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Begins a transaction: all changes to persistent fields and array elements until
     * {@code commitTransaction} are made together or not at all. One that is open when the applet returns to
     * the card is aborted.
     *
     * @throws TransactionException {@link TransactionException#IN_PROGRESS} if one is in progress already:
     *     they do not nest
     */
    public static native void beginTransaction() throws TransactionException;

    /**
     * Ends the transaction and undoes its changes. References to objects made in it become null.
     *
     * @throws TransactionException {@link TransactionException#NOT_IN_PROGRESS} if none is in progress
     */
    public static native void abortTransaction() throws TransactionException;

    /**
     * Ends the transaction and makes its changes lasting.
     *
     * @throws TransactionException {@link TransactionException#NOT_IN_PROGRESS} if none is in progress
     */
    public static native void commitTransaction() throws TransactionException;

    /**
     * Tells whether a transaction is in progress.
     *
     * @return 1 if so, else 0
     */
    public static native byte getTransactionDepth();

    /**
     * Gives the bytes left for changes in the transaction in progress.
     *
     * @return the bytes, at most 32767
     */
    public static native short getUnusedCommitCapacity();

    /**
     * Gives the bytes that a transaction can hold at most.
     *
     * @return the bytes, at most 32767
     */
    public static native short getMaxCommitCapacity();

    /**
     * Gives the AID of the applet whose context was active before the last change of context: in a shareable
     * interface's method, the caller.
     *
     * @return its AID, or null if the card called
     */
    public static native AID getPreviousContextAID();

    /**
     * Gives the memory of a kind that is available to the applet.
     *
     * @param memoryType one of the {@code MEMORY_TYPE} constants
     * @return the bytes, 32767 also for more
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the kind is none of the constants
     */
    public static native short getAvailableMemory(byte memoryType) throws SystemException;

    /**
     * Gives the memory of a kind that is available to the applet as a 32-bit number.
     *
     * @param buffer the array that takes the number in two elements, the high half first
     * @param offset the index of the first
     * @param memoryType one of the {@code MEMORY_TYPE} constants
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the kind is none of the constants
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native void getAvailableMemory(short[] buffer, short offset, byte memoryType)
            throws SystemException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Asks another applet for a shareable interface object; it is asked by its
     * {@code getShareableInterfaceObject}.
     *
     * @param serverAID the AID of the applet asked
     * @param parameter a byte that it is handed
     * @return the object, or null if there is no such applet, it cannot be asked now, or it refuses
     * @throws SecurityException if the server is not multiselectable and is active on another channel
     */
    public static native Shareable getAppletShareableInterfaceObject(AID serverAID, byte parameter)
            throws SecurityException;

    /**
     * Tells whether the card can delete objects that nothing refers to any more.
     *
     * @return true if it can
     */
    public static native boolean isObjectDeletionSupported();

    /**
     * Asks the card to delete the objects of the active context that nothing refers to, before the next APDU
     * is processed.
     *
     * @throws SystemException {@link SystemException#ILLEGAL_USE} if the card cannot
     */
    public static native void requestObjectDeletion() throws SystemException;

    /**
     * Gives the logical channel on which the applet instance that the card called was selected.
     *
     * @return the channel, 0 to 19
     */
    public static native byte getAssignedChannel();

    /**
     * Tells whether an applet instance is active on some logical channel.
     *
     * @param theApplet its AID
     * @return true if it is
     */
    public static native boolean isAppletActive(AID theApplet);
}
