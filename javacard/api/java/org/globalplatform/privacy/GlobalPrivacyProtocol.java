package org.globalplatform.privacy;

/** A privacy protocol that all applets may use. */
public interface GlobalPrivacyProtocol extends PrivacyProtocol {
    /** The name of the global service. */
    short SERVICE_GLOBAL_PRIVACY_PROTOCOL = (short) 0x8600;

    /**
     * Turns secure messaging on or off.
     *
     * @param enable true for on
     * @return true if it was done
     */
    boolean setSecureMessaging(boolean enable);

    /**
     * Gives the security level.
     *
     * @return the level
     */
    byte getSecurityLevel();

    /**
     * Gives data of the protocol.
     *
     * @param inBuffer the array that names them
     * @param inOffset where the name begins
     * @param inLength its length
     * @param outBuffer the array that takes the data
     * @param outOffset where to begin
     * @return their length
     */
    short getData(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset);
}
