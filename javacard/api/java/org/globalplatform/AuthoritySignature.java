package org.globalplatform;

import javacard.framework.Shareable;

/** A global service that signs for others. */
public interface AuthoritySignature extends Shareable {
    /** Mode: to protect integrity. */
    byte MODE_INTEGRITY = 1;

    /**
     * Prepares for a mode.
     *
     * @param mode {@code MODE_INTEGRITY}
     * @param baBuffer the array that holds parameters
     * @param sOffset where they begin
     * @param sLength their length
     */
    void init(byte mode, byte[] baBuffer, short sOffset, short sLength);

    /**
     * Signs all data given so far and these.
     *
     * @param inBuff the array that holds the last data
     * @param inOffset where they begin
     * @param inLength their length
     * @param sigBuff the array that takes the signature
     * @param sigOffset where to begin
     * @return the length of the signature
     */
    short sign(byte[] inBuff, short inOffset, short inLength, byte[] sigBuff, short sigOffset);

    /**
     * Takes more data.
     *
     * @param inBuff the array that holds them
     * @param inOffset where they begin
     * @param inLength their length
     */
    void update(byte[] inBuff, short inOffset, short inLength);

    /**
     * Gives the length of the signature.
     *
     * @return the length in bytes
     */
    short getLength();
}
