package javacardx.framework.util.intx;

import javacard.framework.SystemException;
import javacard.framework.TransactionException;

/** Integers of 32 bits in byte arrays, and transient arrays of them. */
public final class JCint {
    /** No object is of use: all methods are static. */
    private JCint() {
    }

    /**
     * Makes an int of four bytes.
     *
     * @param b1 the highest byte
     * @param b2 the second
     * @param b3 the third
     * @param b4 the lowest byte
     * @return the int
     */
    public static final native int makeInt(byte b1, byte b2, byte b3, byte b4);

    /**
     * Makes an int of two shorts.
     *
     * @param s1 the high half
     * @param s2 the low half
     * @return the int
     */
    public static final native int makeInt(short s1, short s2);

    /**
     * Reads an int, the highest byte first.
     *
     * @param bArray the array
     * @param bOff the offset of the highest byte
     * @return the int
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native int getInt(byte[] bArray, short bOff)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes an int, the highest byte first, atomically for a persistent array.
     *
     * @param bArray the array
     * @param bOff the offset of the highest byte
     * @param iValue the int
     * @return the offset behind it, {@code bOff + 4}
     * @throws TransactionException {@link TransactionException#BUFFER_FULL} if the transaction has no room
     *     for it
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static final native short setInt(byte[] bArray, short bOff, int iValue)
            throws TransactionException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Makes an array of ints whose contents are transient.
     *
     * @param length the number of elements
     * @param event {@code JCSystem.CLEAR_ON_RESET} or {@code JCSystem.CLEAR_ON_DESELECT}
     * @return the array, all zero
     * @throws NegativeArraySizeException if the length is negative
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the event is neither of the two
     * @throws SystemException {@link SystemException#NO_TRANSIENT_SPACE} if there is not enough memory
     * @throws SystemException {@link SystemException#ILLEGAL_TRANSIENT} if the array is to be cleared on
     *     deselection and the active context is not that of the selected applet
     */
    public static native int[] makeTransientIntArray(short length, byte event)
            throws NegativeArraySizeException, SystemException;
}
