package javacardx.crypto;

/**
 * Implemented by keys that can be set to an enciphered value; the cipher that deciphers it is set first.
 * Which keys do is asked for in {@code KeyBuilder.buildKey}.
 */
public interface KeyEncryption {
    /**
     * Gives the cipher that is set.
     *
     * @return the cipher, or null if none is: values are set in clear
     */
    Cipher getKeyCipher();

    /**
     * Sets the cipher that deciphers values, prepared for decryption.
     *
     * @param keyCipher the cipher, or null for values in clear
     */
    void setKeyCipher(Cipher keyCipher);
}
