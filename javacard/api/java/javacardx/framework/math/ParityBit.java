package javacardx.framework.math;

/** Parity bits of DES keys and the like: the lowest bit of each byte. */
public final class ParityBit {
    /** Makes an object of no use: all methods are static. */
    public ParityBit() {
    }

    /**
     * Sets the lowest bit of each byte to make its parity even or odd.
     *
     * @param bArray the array
     * @param bOff where to begin
     * @param bLen the number of bytes
     * @param isEven true for even parity, false for odd
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native void set(byte[] bArray, short bOff, short bLen, boolean isEven)
            throws ArrayIndexOutOfBoundsException, NullPointerException;
}
