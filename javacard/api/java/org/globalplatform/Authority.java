package org.globalplatform;

import javacard.framework.Shareable;
import javacard.security.CryptoException;

/** A global service that signs or recovers keys for others. */
public interface Authority extends Shareable {
    /** Mode: to sign. */
    byte MODE_SIGN = 1;

    /** Mode: to recover a key. */
    byte MODE_KEY_RECOVERY = 2;

    /**
     * Prepares for a mode.
     *
     * @param mode {@code MODE_SIGN} or {@code MODE_KEY_RECOVERY}
     */
    void init(byte mode);

    /**
     * Signs all data given so far and these.
     *
     * @param inBuff the array that holds the last data
     * @param inOffset where they begin
     * @param inLength their length
     * @param sigBuff the array that takes the signature
     * @param sigOffset where to begin
     * @return the length of the signature
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} or {@link CryptoException#INVALID_INIT} if
     *     not prepared for it
     */
    short sign(byte[] inBuff, short inOffset, short inLength, byte[] sigBuff, short sigOffset)
            throws CryptoException;

    /**
     * Takes more data.
     *
     * @param inBuff the array that holds them
     * @param inOffset where they begin
     * @param inLength their length
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} or {@link CryptoException#INVALID_INIT} if
     *     not prepared for it
     */
    void update(byte[] inBuff, short inOffset, short inLength) throws CryptoException;

    /**
     * Recovers a key.
     *
     * @param inBuff the array that holds the data to recover it from
     * @param inOffset where they begin
     * @param inLength their length
     * @param keyBuff the array that takes the key
     * @param keyOffset where to begin
     * @return the length of the key
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} or {@link CryptoException#INVALID_INIT} if
     *     not prepared for it
     */
    short recoverKey(byte[] inBuff, short inOffset, short inLength, byte[] keyBuff, short keyOffset)
            throws CryptoException;
}
