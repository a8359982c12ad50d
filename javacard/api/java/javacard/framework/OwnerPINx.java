package javacard.framework;

/**
 * A PIN whose owner may also read and change the try limit and the tries that remain. Made by
 * {@code OwnerPINBuilder}.
 */
public interface OwnerPINx extends PIN {
    /**
     * Sets a new PIN, resets the try counter to its limit and clears the validated flag. The change takes
     * part in a transaction in progress.
     *
     * @param pin the array that holds the new PIN
     * @param offset where it begins
     * @param length its length in bytes, at most the maximum size
     * @throws PINException {@link PINException#ILLEGAL_VALUE} if the length is greater than the maximum size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void update(byte[] pin, short offset, byte length)
            throws PINException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the highest number of wrong presentations in a row.
     *
     * @return the try limit
     */
    byte getTryLimit();

    /**
     * Sets the try limit, resets the try counter to it and clears the validated flag.
     *
     * @param limit the new limit, at least 1
     * @throws PINException {@link PINException#ILLEGAL_VALUE} if the limit is less than 1
     */
    void setTryLimit(byte limit) throws PINException;

    /**
     * Sets the number of tries that remain and clears the validated flag.
     *
     * @param remaining the tries left, at most the limit; 0 blocks the PIN
     * @throws PINException {@link PINException#ILLEGAL_VALUE} if the number is negative or above the limit
     */
    void setTriesRemaining(byte remaining) throws PINException;
}
