package javacard.security;

/**
 * An RSA private key in Chinese remainder form: the primes P and Q, the exponents DP1 = d mod (P-1) and DQ1 =
 * d mod, and PQ, the inverse of Q modulo P. Numbers are unsigned, the most significant byte first, each
 * half as long as the modulus.
 */
public interface RSAPrivateCrtKey extends PrivateKey {
    /**
     * Copies the exponent DP1.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getDP1(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the exponent DQ1.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getDQ1(byte[] buffer, short offset)
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
     * Copies PQ, the inverse of Q modulo P.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getPQ(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the prime Q.
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
     * Sets the exponent DP1. If the key implements {@code javacardx.crypto.KeyEncryption} and a cipher is
     * set, the value given is deciphered first.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setDP1(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the exponent DQ1. If the key implements {@code javacardx.crypto.KeyEncryption} and a cipher is
     * set, the value given is deciphered first.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setDQ1(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the prime P. If the key implements {@code javacardx.crypto.KeyEncryption} and a cipher is set, the
     * value given is deciphered first.
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
     * Sets PQ, the inverse of Q modulo P. If the key implements {@code javacardx.crypto.KeyEncryption} and a
     * cipher is set, the value given is deciphered first.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setPQ(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the prime Q. If the key implements {@code javacardx.crypto.KeyEncryption} and a cipher is set, the
     * value given is deciphered first.
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
}
