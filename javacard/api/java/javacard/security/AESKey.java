package javacard.security;

/** A key of 16, 24 or 32 bytes for AES. */
public interface AESKey extends SecretKey {
    /**
     * Sets the key's value and makes the key initialized. If the key implements
     * {@code javacardx.crypto.KeyEncryption} and a cipher is set, the value given is deciphered first.
     *
     * @param keyData the array that holds the value, as many bytes as the key size asks for
     * @param kOff where it begins
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
     * @return the bytes copied: 16, 24 or 32
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if it is not set
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    byte getKey(byte[] keyData, short kOff)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;
}
