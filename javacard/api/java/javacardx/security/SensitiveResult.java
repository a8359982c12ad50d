package javacardx.security;

/**
 * Remembers the result of the last sensitive method (a PIN check, a signature's verification) apart from its
 * return value. The caller compares the two: where they differ, a fault was injected and a
 * {@code SecurityException} is thrown.
 */
public final class SensitiveResult {
    /** No object is of use: all methods are static. */
    private SensitiveResult() {
    }

    /**
     * Asserts that the last sensitive result is an object.
     *
     * @param obj the object
     * @throws SecurityException if it is not, or there is no result
     */
    public static native void assertEquals(Object obj) throws SecurityException;

    /**
     * Asserts that the last sensitive result is true.
     *
     * @throws SecurityException if it is not, or there is no result
     */
    public static native void assertTrue() throws SecurityException;

    /**
     * Asserts that the last sensitive result is false.
     *
     * @throws SecurityException if it is not, or there is no result
     */
    public static native void assertFalse() throws SecurityException;

    /**
     * Asserts that the last sensitive result is a number below zero.
     *
     * @throws SecurityException if it is not, or there is no result
     */
    public static native void assertNegative() throws SecurityException;

    /**
     * Asserts that the last sensitive result is a number above zero.
     *
     * @throws SecurityException if it is not, or there is no result
     */
    public static native void assertPositive() throws SecurityException;

    /**
     * Asserts that the last sensitive result is zero.
     *
     * @throws SecurityException if it is not, or there is no result
     */
    public static native void assertZero() throws SecurityException;

    /**
     * Asserts that the last sensitive result is a number.
     *
     * @param val the number
     * @throws SecurityException if it is not, or there is no result
     */
    public static native void assertEquals(short val) throws SecurityException;

    /**
     * Asserts that the last sensitive result is above a number.
     *
     * @param val the number
     * @throws SecurityException if it is not, or there is no result
     */
    public static native void assertGreaterThan(short val) throws SecurityException;

    /**
     * Asserts that the last sensitive result is below a number.
     *
     * @param val the number
     * @throws SecurityException if it is not, or there is no result
     */
    public static native void assertLessThan(short val) throws SecurityException;

    /** Forgets the last sensitive result. */
    public static native void reset();
}
