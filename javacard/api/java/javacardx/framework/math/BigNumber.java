package javacardx.framework.math;

/**
 * An unsigned number of a greatest length, for amounts and counters. It starts at zero; results above the
 * maximum are refused and change nothing.
 */
public final class BigNumber {
    /** Format: binary coded decimal, two digits in a byte. */
    public static final byte FORMAT_BCD = 1;

    /** Format: binary. */
    public static final byte FORMAT_HEX = 2;

    /**
     * Makes a number of value zero.
     *
     * @param maxBytes its greatest length in bytes
     * @throws ArithmeticException if the card cannot hold so many
     */
    public BigNumber(short maxBytes) throws ArithmeticException {
    }

    /**
     * Gives the greatest length of a number.
     *
     * @return the bytes, at least 8
     */
    public static native short getMaxBytesSupported();

    /**
     * Sets the greatest value.
     *
     * @param maxValue the array that holds it
     * @param bOff where it begins
     * @param bLen its length
     * @param arrayFormat {@code FORMAT_BCD} or {@code FORMAT_HEX}
     * @throws ArithmeticException if it does not fit, or the number is greater already
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native void setMaximum(byte[] maxValue, short bOff, short bLen, byte arrayFormat)
            throws ArithmeticException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the value.
     *
     * @param bArray the array that holds it
     * @param bOff where it begins
     * @param bLen its length
     * @param arrayFormat {@code FORMAT_BCD} or {@code FORMAT_HEX}
     * @throws ArithmeticException if it is above the maximum or not of the format
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native void init(byte[] bArray, short bOff, short bLen, byte arrayFormat)
            throws ArithmeticException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Adds a number.
     *
     * @param bArray the array that holds it
     * @param bOff where it begins
     * @param bLen its length
     * @param arrayFormat {@code FORMAT_BCD} or {@code FORMAT_HEX}
     * @throws ArithmeticException if the result is above the maximum, or the number not of the format
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native void add(byte[] bArray, short bOff, short bLen, byte arrayFormat)
            throws ArithmeticException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Subtracts a number.
     *
     * @param bArray the array that holds it
     * @param bOff where it begins
     * @param bLen its length
     * @param arrayFormat {@code FORMAT_BCD} or {@code FORMAT_HEX}
     * @throws ArithmeticException if the result is below zero, or the number not of the format
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native void subtract(byte[] bArray, short bOff, short bLen, byte arrayFormat)
            throws ArithmeticException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Multiplies by a number.
     *
     * @param bArray the array that holds it
     * @param bOff where it begins
     * @param bLen its length
     * @param arrayFormat {@code FORMAT_BCD} or {@code FORMAT_HEX}
     * @throws ArithmeticException if the result is above the maximum, or the number not of the format
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native void multiply(byte[] bArray, short bOff, short bLen, byte arrayFormat)
            throws ArithmeticException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Compares with another number.
     *
     * @param operand the other number
     * @return 0 if they are equal, -1 if this one is less, 1 if it is greater
     * @throws NullPointerException if an array or object given is null
     */
    public native byte compareTo(BigNumber operand) throws NullPointerException;

    /**
     * Compares with another number.
     *
     * @param bArray the array that holds it
     * @param bOff where it begins
     * @param bLen its length
     * @param arrayFormat {@code FORMAT_BCD} or {@code FORMAT_HEX}
     * @return 0 if they are equal, -1 if this one is less, 1 if it is greater
     * @throws ArithmeticException if the number is not of the format
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native byte compareTo(byte[] bArray, short bOff, short bLen, byte arrayFormat)
            throws ArithmeticException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the value, right-aligned and filled with zeros.
     *
     * @param outBuf the array to copy to
     * @param bOff where to begin
     * @param numBytes the number of bytes to write
     * @param arrayFormat {@code FORMAT_BCD} or {@code FORMAT_HEX}
     * @throws ArithmeticException if the value is longer
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native void toBytes(byte[] outBuf, short bOff, short numBytes, byte arrayFormat)
            throws ArithmeticException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the number of bytes that the value takes.
     *
     * @param arrayFormat {@code FORMAT_BCD} or {@code FORMAT_HEX}
     * @return the number, at least 1
     * @throws ArithmeticException if the format is neither
     */
    public native short getByteLength(byte arrayFormat) throws ArithmeticException;

    /** Sets the value to zero. */
    public native void reset();
}
