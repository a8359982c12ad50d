package org.globalplatform;

import javacard.framework.ISOException;

/** A secure channel whose security level the applet may change. */
public interface SecureChannelx extends SecureChannel {
    /**
     * Sets the security level of the session, not below that which was agreed on.
     *
     * @param bSecurityLevel the sum of {@code SecureChannel}'s constants
     * @throws ISOException with {@code ISO7816.SW_CONDITIONS_NOT_SATISFIED} if that is not allowed
     */
    void setSecurityLevel(byte bSecurityLevel) throws ISOException;
}
