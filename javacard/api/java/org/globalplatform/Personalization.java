package org.globalplatform;

import javacard.framework.Shareable;

/** Implemented by an applet that takes personalization data from its security domain and answers with data. */
public interface Personalization extends Shareable {
    /**
     * Takes the data of one STORE DATA command, already deciphered.
     *
     * @param inBuffer the array that holds the command, its header first
     * @param inOffset where the command begins
     * @param inLength its length
     * @param outBuffer the array that takes the response data
     * @param outOffset where to begin
     * @return the length of the response data
     */
    short processData(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset);
}
