package javacard.security;

/** An elliptic-curve public key: the point W and the domain parameters. */
public interface ECPublicKey extends PublicKey, ECKey {
    /**
     * Sets the public point W.
     *
     * @param buffer the array that holds the point, uncompressed
     * @param offset where it begins
     * @param length its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length or form does not fit
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setW(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the public point W, uncompressed.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getW(byte[] buffer, short offset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;
}
