package javacardx.framework.util;

import javacard.framework.TransactionException;

/**
 * What {@code javacard.framework.Util} does for byte arrays, for arrays of booleans, bytes, shorts, ints and
 * references.
 */
public final class ArrayLogic {
    /** No object is of use: all methods are static. */
    private ArrayLogic() {
    }

    /**
     * Copies elements between arrays of bytes, shorts and ints, repacked: the bits stay the same. Atomic for
     * a persistent destination.
     *
     * @param src the array to copy from
     * @param srcOff where to begin in it
     * @param srcLen the number of its elements
     * @param dest the array to copy to
     * @param destOff where to begin in it
     * @return the index behind the last element written
     * @throws UtilException {@link UtilException#ILLEGAL_VALUE} if the elements do not fill whole elements of
     *     the destination
     * @throws UtilException {@link UtilException#TYPE_MISMATCHED} if an object is not an array of such a type
     * @throws TransactionException {@link TransactionException#BUFFER_FULL} if the transaction has no room
     *     for it
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native short arrayCopyRepack(
            Object src, short srcOff, short srcLen, Object dest, short destOff)
            throws UtilException, TransactionException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies elements between arrays of bytes, shorts and ints, repacked, without atomicity and regardless of
     * a transaction.
     *
     * @param src the array to copy from
     * @param srcOff where to begin in it
     * @param srcLen the number of its elements
     * @param dest the array to copy to
     * @param destOff where to begin in it
     * @return the index behind the last element written
     * @throws UtilException {@link UtilException#ILLEGAL_VALUE} if the elements do not fill whole elements of
     *     the destination
     * @throws UtilException {@link UtilException#TYPE_MISMATCHED} if an object is not an array of such a type
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native short arrayCopyRepackNonAtomic(
            Object src, short srcOff, short srcLen, Object dest, short destOff)
            throws UtilException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Fills a range with one element of another array of the same type, atomically for a persistent array.
     *
     * @param theArray the array
     * @param off where to begin
     * @param len the number of elements
     * @param valArray the array that holds the value
     * @param valOff its index
     * @return the index behind the last element written
     * @throws UtilException {@link UtilException#TYPE_MISMATCHED} if the objects are not arrays of one type
     * @throws TransactionException {@link TransactionException#BUFFER_FULL} if the transaction has no room
     *     for it
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native short arrayFillGeneric(
            Object theArray, short off, short len, Object valArray, short valOff)
            throws UtilException, TransactionException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Fills a range with one element of another array of the same type, without atomicity and regardless of a
     * transaction.
     *
     * @param theArray the array
     * @param off where to begin
     * @param len the number of elements
     * @param valArray the array that holds the value
     * @param valOff its index
     * @return the index behind the last element written
     * @throws UtilException {@link UtilException#TYPE_MISMATCHED} if the objects are not arrays of one type
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native short arrayFillGenericNonAtomic(
            Object theArray, short off, short len, Object valArray, short valOff)
            throws UtilException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Compares two ranges of arrays of the same type from the left; bytes, shorts and ints as signed numbers.
     *
     * @param src the first array
     * @param srcOff where to begin in it
     * @param dest the second array
     * @param destOff where to begin in it
     * @param length the number of elements
     * @return 0 if they are equal; -1 if the first is less, 1 if it is greater at the first difference
     * @throws UtilException {@link UtilException#TYPE_MISMATCHED} if the objects are not arrays of one type
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native byte arrayCompareGeneric(
            Object src, short srcOff, Object dest, short destOff, short length)
            throws UtilException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds a value in an array.
     *
     * @param theArray the array
     * @param off where to begin
     * @param valArray the array that holds the value's bytes, the most significant first
     * @param valOff where they begin
     * @return the index of the first element that has it, or -1
     * @throws UtilException {@link UtilException#TYPE_MISMATCHED} if the object is not an array of such a
     *     type
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native short arrayFindGeneric(Object theArray, short off, byte[] valArray, short valOff)
            throws UtilException, ArrayIndexOutOfBoundsException, NullPointerException;
}
