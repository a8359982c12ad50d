package org.globalplatform;

import javacard.framework.ISOException;

/** A secure channel whose authentication commands come in an array. */
public interface SecureChannelx2 extends SecureChannel {
    /**
     * Works on an authentication command.
     *
     * @param baBuffer the array that holds the command, its header first, and takes the response data
     * @param sInOffset where the command begins
     * @param sInLength its length
     * @param sOutOffset where the response data are to begin
     * @return the length of the response data
     * @throws ISOException with the status word
     */
    short processSecurity(byte[] baBuffer, short sInOffset, short sInLength, short sOutOffset) throws ISOException;
}
