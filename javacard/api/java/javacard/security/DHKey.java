package javacard.security;

/**
 * The domain parameters of Diffie-Hellman keys (ANSI X9.42): prime P, subgroup order Q and base G. Numbers
 * are unsigned, the most significant byte first.
 */
public interface DHKey {
    /**
     * Sets the prime P.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setP(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the order Q of the subgroup; optional.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setQ(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the base G.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setG(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the prime P.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getP(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the order Q.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getQ(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the base G.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getG(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;
}
