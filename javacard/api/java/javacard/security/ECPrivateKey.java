package javacard.security;

/** An elliptic-curve private key: the number S and the domain parameters. */
public interface ECPrivateKey extends PrivateKey, ECKey {
    /**
     * Sets the private number S. If the key implements {@code javacardx.crypto.KeyEncryption} and a cipher is
     * set, the value given is deciphered first.
     *
     * @param buffer the array that holds the number
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit the key size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setS(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the private number S.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getS(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;
}
