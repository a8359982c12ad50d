package javacard.security;

/** A key of 16 bytes for the block cipher SEED. */
public interface KoreanSEEDKey extends SecretKey {
    /**
     * Sets the key's value and makes the key initialized.
     *
     * @param keyData the array that holds the 16 bytes
     * @param kOff where they begin
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the value cannot be deciphered
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void setKey(byte[] keyData, short kOff)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the key's value.
     *
     * @param keyData the array to copy to
     * @param kOff where to begin
     * @return the bytes copied: 16
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    byte getKey(byte[] keyData, short kOff)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;
}
