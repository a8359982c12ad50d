package javacard.framework;

/**
 * Array utilities: copy, fill, compare, and shorts in byte arrays. The methods named NonAtomic do not take
 * part in transactions and may leave a part done after a power cut; the others change all or nothing.
 */
public class Util {
    /** No object is of use: all methods are static. */
    private Util() {
    }

    /**
     * Copies bytes. With a persistent destination the copy is atomic: a power cut leaves all or nothing, and
     * it takes part in a transaction in progress. Source and destination may overlap.
     *
     * @param src the array to copy from
     * @param srcOff where to begin in it
     * @param dest the array to copy to
     * @param destOff where to begin in it
     * @param length the number of bytes
     * @return the offset behind the last byte written, {@code destOff + length}
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     * @throws TransactionException {@link TransactionException#BUFFER_FULL} if the transaction has no room
     *     for it
     */
    public static final native short arrayCopy(byte[] src, short srcOff, byte[] dest, short destOff, short length)
            throws ArrayIndexOutOfBoundsException, NullPointerException, TransactionException;

    /**
     * Copies bytes without atomicity and regardless of a transaction: faster, and right for transient
     * destinations and long ones. Source and destination may overlap.
     *
     * @param src the array to copy from
     * @param srcOff where to begin in it
     * @param dest the array to copy to
     * @param destOff where to begin in it
     * @param length the number of bytes
     * @return the offset behind the last byte written, {@code destOff + length}
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native short arrayCopyNonAtomic(
            byte[] src, short srcOff, byte[] dest, short destOff, short length)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Fills a range of bytes with one value, atomically for a persistent array.
     *
     * @param bArray the array
     * @param bOff where to begin
     * @param bLen the number of bytes
     * @param bValue the value
     * @return the offset behind the last byte written, {@code bOff + bLen}
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     * @throws TransactionException {@link TransactionException#BUFFER_FULL} if the transaction has no room
     *     for it
     */
    public static final native short arrayFill(byte[] bArray, short bOff, short bLen, byte bValue)
            throws ArrayIndexOutOfBoundsException, NullPointerException, TransactionException;

    /**
     * Fills a range of bytes with one value without atomicity and regardless of a transaction.
     *
     * @param bArray the array
     * @param bOff where to begin
     * @param bLen the number of bytes
     * @param bValue the value
     * @return the offset behind the last byte written, {@code bOff + bLen}
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native short arrayFillNonAtomic(byte[] bArray, short bOff, short bLen, byte bValue)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Compares two ranges of bytes from the left, as unsigned numbers.
     *
     * @param src the first array
     * @param srcOff where to begin in it
     * @param dest the second array
     * @param destOff where to begin in it
     * @param length the number of bytes
     * @return 0 if they are equal; -1 if the first is less, 1 if it is greater at the first difference
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native byte arrayCompare(byte[] src, short srcOff, byte[] dest, short destOff, short length)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Makes a short of two bytes.
     *
     * @param b1 the high byte
     * @param b2 the low byte
     * @return the short
     */
    public static final native short makeShort(byte b1, byte b2);

    /**
     * Reads a short, the high byte first.
     *
     * @param bArray the array
     * @param bOff the offset of the high byte
     * @return the short
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native short getShort(byte[] bArray, short bOff)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes a short, the high byte first, atomically for a persistent array.
     *
     * @param bArray the array
     * @param bOff the offset of the high byte
     * @param sValue the short
     * @return the offset behind it, {@code bOff + 2}
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     * @throws TransactionException {@link TransactionException#BUFFER_FULL} if the transaction has no room
     *     for it
     */
    public static final native short setShort(byte[] bArray, short bOff, short sValue)
            throws ArrayIndexOutOfBoundsException, NullPointerException, TransactionException;
}
