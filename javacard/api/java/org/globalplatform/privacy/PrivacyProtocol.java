package org.globalplatform.privacy;

import javacard.framework.Shareable;

/** Tells whether an applet's privacy requirement is met. */
public interface PrivacyProtocol extends Shareable {
    /** The requirement is met. */
    short PRIVACY_STATUS_OK = (short) 0xABBA;

    /** The requirement is not met. */
    short PRIVACY_STATUS_NOT_OK = (short) 0xCACA;

    /**
     * Asks whether the requirement is met.
     *
     * @param clear true if the data are to be exchanged in clear
     * @param buffer the array that holds parameters
     * @param offset where they begin
     * @param length their length
     * @return one of this interface's constants
     */
    short checkPrivacyStatusRequirement(boolean clear, byte[] buffer, short offset, short length);
}
