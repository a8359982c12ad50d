package javacardx.framework.math;

/** Binary coded decimal numbers: two digits in a byte, the most significant first. */
public final class BCDUtil {
    /** Makes an object of no use: all methods are static. */
    public BCDUtil() {
    }

    /**
     * Gives the greatest length of a number.
     *
     * @return the bytes, at least 8
     */
    public static native short getMaxBytesSupported();

    /**
     * Converts a decimal number to binary.
     *
     * @param bcdArray the array that holds the decimal number
     * @param bOff where it begins
     * @param bLen its length in bytes
     * @param hexArray the array that takes the binary number
     * @param outOff where to begin
     * @return the length of the result
     * @throws ArithmeticException if the number is not decimal or too long
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short convertToHex(byte[] bcdArray, short bOff, short bLen, byte[] hexArray, short outOff)
            throws ArithmeticException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Converts a binary number to decimal.
     *
     * @param hexArray the array that holds the binary number
     * @param bOff where it begins
     * @param bLen its length in bytes
     * @param bcdArray the array that takes the decimal number
     * @param outOff where to begin
     * @return the length of the result
     * @throws ArithmeticException if the number is too long
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short convertToBCD(byte[] hexArray, short bOff, short bLen, byte[] bcdArray, short outOff)
            throws ArithmeticException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether bytes are a decimal number: no digit above nine.
     *
     * @param bcdArray the array that holds the bytes
     * @param bOff where they begin
     * @param bLen their length
     * @return true if they are
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean isBCDFormat(byte[] bcdArray, short bOff, short bLen)
            throws ArrayIndexOutOfBoundsException, NullPointerException;
}
