package org.globalplatform;

import javacard.framework.Shareable;

/**
 * Implemented by an applet that takes personalization data from its security domain: INSTALL [for
 * personalization] names it, STORE DATA brings them.
 */
public interface Application extends Shareable {
    /**
     * Takes the data of one STORE DATA command, already deciphered.
     *
     * @param baBuffer the array that holds the command, its header first; a global array
     * @param sOffset where the command begins
     * @param sLength its length
     */
    void processData(byte[] baBuffer, short sOffset, short sLength);
}
