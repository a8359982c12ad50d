package javacard.framework;

/**
 * Arrays whose integrity the card checks: each access throws a {@code SecurityException} if the contents were
 * changed by a fault.
 */
public class SensitiveArrays {
    /** No object is of use: all methods are static. */
    private SensitiveArrays() {
    }

    /**
     * Checks an integrity-sensitive array.
     *
     * @param obj the array
     * @throws SecurityException if the contents were changed from outside
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the object is not an
     *     integrity-sensitive array
     * @throws NullPointerException if an array or object given is null
     */
    public static native void assertIntegrity(Object obj)
            throws SecurityException, SystemException, NullPointerException;

    /**
     * Tells whether an object is an integrity-sensitive array.
     *
     * @param obj the object
     * @return true if it is
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean isIntegritySensitive(Object obj) throws NullPointerException;

    /**
     * Tells whether the card has integrity-sensitive arrays.
     *
     * @return true if it has
     */
    public static native boolean isIntegritySensitiveArraysSupported();

    /**
     * Makes an integrity-sensitive array.
     *
     * @param type one of the {@code JCSystem.ARRAY_TYPE} constants
     * @param memory one of the {@code JCSystem.MEMORY_TYPE} constants
     * @param length the number of elements
     * @return the array; cast it to its type
     * @throws NegativeArraySizeException if the length is negative
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the type or memory is not supported
     * @throws SystemException {@link SystemException#NO_TRANSIENT_SPACE} if there is not enough transient
     *     memory
     * @throws SystemException {@link SystemException#NO_RESOURCE} if there is not enough persistent memory
     */
    public static native Object makeIntegritySensitiveArray(byte type, byte memory, short length)
            throws NegativeArraySizeException, SystemException;

    /**
     * Sets all elements of an integrity-sensitive array to zero, false or null, regardless of its state of
     * integrity.
     *
     * @param obj the array
     * @return the number of elements
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the object is not an
     *     integrity-sensitive array
     * @throws NullPointerException if an array or object given is null
     */
    public static native short clearArray(Object obj) throws SystemException, NullPointerException;
}
