package javacardx.crypto;

import javacard.security.CryptoException;
import javacard.security.Key;

/**
 * Authenticated encryption with associated data: AES in GCM or CCM mode. Made by {@code Cipher.getInstance};
 * cast its result. In GCM mode {@code init} with a mode alone is refused for encryption, where a nonce may
 * not repeat; CCM needs the {@code init} that tells the lengths first. After {@code doFinal} comes
 * {@code retrieveTag} or {@code verifyTag}.
 */
public abstract class AEADCipher extends Cipher {
    /** Cipher part: AES in GCM mode (NIST SP 800-38D). */
    public static final byte CIPHER_AES_GCM = (byte) 0xF1;

    /** Cipher part: AES in CCM mode (NIST SP 800-38C). */
    public static final byte CIPHER_AES_CCM = (byte) 0xF2;

    /** AES in GCM mode (NIST SP 800-38D). */
    public static final byte ALG_AES_GCM = (byte) 0xF3;

    /** AES in CCM mode (NIST SP 800-38C). */
    public static final byte ALG_AES_CCM = (byte) 0xF4;

    /** For the implementations on the card only. */
    protected AEADCipher() {
    }

    /**
     * Prepares for a direction with a nonce and the lengths that CCM must know first.
     *
     * @param theKey the key
     * @param theMode {@code MODE_ENCRYPT} or {@code MODE_DECRYPT}
     * @param nonceBuf the array that holds the nonce
     * @param nonceOff where it begins
     * @param nonceLen its length
     * @param adataLen the length of the associated data
     * @param messageLen the length of the message
     * @param tagSize the length of the tag in bytes
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if a length or the key does not fit
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if the mode is not CCM
     */
    public abstract void init(
            Key theKey, byte theMode, byte[] nonceBuf, short nonceOff, short nonceLen, short adataLen,
            short messageLen, short tagSize) throws CryptoException;

    /**
     * Takes associated data: authenticated, not encrypted. To be given before the message.
     *
     * @param aadBuf the array that holds them
     * @param aadOff where they begin
     * @param aadLen their length
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if message data were given already, or more
     *     than announced
     */
    public abstract void updateAAD(byte[] aadBuf, short aadOff, short aadLen) throws CryptoException;

    /**
     * Copies the tag after an encryption.
     *
     * @param tagBuf the array that takes it
     * @param tagOff where to begin
     * @param tagLen its length
     * @return the number of bytes copied
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if no encryption was ended
     */
    public abstract short retrieveTag(byte[] tagBuf, short tagOff, short tagLen) throws CryptoException;

    /**
     * Compares a tag after a decryption. The decrypted data may be used only if it is right.
     *
     * @param receivedTagBuf the array that holds the tag received
     * @param receivedTagOff where it begins
     * @param receivedTagLen its length
     * @param requiredTagLen the length that must be right
     * @return true if it is
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if a length does not fit
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if no decryption was ended
     */
    public abstract boolean verifyTag(
            byte[] receivedTagBuf, short receivedTagOff, short receivedTagLen, short requiredTagLen)
            throws CryptoException;
}
