package javacard.security;

/** A key for HMAC, of any length up to what the card supports. */
public interface HMACKey extends SecretKey {
    /**
     * Sets the key's value and makes the key initialized.
     *
     * @param keyData the array that holds the value
     * @param kOff where it begins
     * @param kLen its length in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length is not supported
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setKey(byte[] keyData, short kOff, short kLen)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the key's value.
     *
     * @param keyData the array to copy to
     * @param kOff where to begin
     * @return the bytes copied
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    byte getKey(byte[] keyData, short kOff)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;
}
