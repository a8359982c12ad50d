package javacard.framework;

/**
 * A personal identification number: a secret, a counter of tries, and a flag that tells that it was
 * presented. The counter and the flag do not take part in transactions: an abort neither gives a try back nor
 * keeps the flag set.
 */
public interface PIN {
    /**
     * Compares a PIN with the stored one. The try counter is lowered before the comparison and restored to
     * the limit on success; the validated flag follows the result. When no tries are left, nothing is
     * compared.
     *
     * @param pin the array that holds the PIN to check
     * @param offset where it begins
     * @param length its length in bytes
     * @return true if it matches and the PIN is not blocked
     * @throws ArrayIndexOutOfBoundsException or the offset or length is negative
     * @throws NullPointerException if an array or object given is null
     */
    boolean check(byte[] pin, short offset, byte length) throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the number of wrong presentations that remain before the PIN blocks.
     *
     * @return the tries left; 0 if the PIN is blocked
     */
    byte getTriesRemaining();

    /**
     * Tells whether the right PIN was presented since the last card reset or call of {@code reset}.
     *
     * @return true if it was
     */
    boolean isValidated();

    /**
     * Clears the validated flag, and resets the try counter to its limit if the flag was set. A blocked or
     * not validated PIN is left as it is.
     */
    void reset();
}
