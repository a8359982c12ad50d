package org.globalplatform;

import javacard.framework.APDU;
import javacard.framework.ISOException;
import javacard.framework.Shareable;

/**
 * The secure channel of the applet's security domain. The applet hands the authentication commands to
 * {@code processSecurity}, then each command to {@code unwrap} before it works on it, and each response to
 * {@code wrap}.
 */
public interface SecureChannel extends Shareable {
    /** Security level: the terminal is authenticated as the applet's provider. */
    byte AUTHENTICATED = (byte) 0x80;

    /** Security level: commands are enciphered. */
    byte C_DECRYPTION = 2;

    /** Security level: commands have a MAC. */
    byte C_MAC = 1;

    /** Security level: responses are enciphered. */
    byte R_ENCRYPTION = 32;

    /** Security level: responses have a MAC. */
    byte R_MAC = 16;

    /** Security level: none. */
    byte NO_SECURITY_LEVEL = 0;

    /** Security level: the terminal is authenticated, not as the applet's provider. */
    byte ANY_AUTHENTICATED = 64;

    /**
     * Works on an authentication command (INITIALIZE UPDATE, EXTERNAL AUTHENTICATE and the like).
     *
     * @param apdu the command; it has not been received yet
     * @return the length of the response data, in the APDU buffer from the offset 5; the applet sends them
     * @throws ISOException with the status word, also {@code ISO7816.SW_INS_NOT_SUPPORTED} for a command that
     *     is none
     */
    short processSecurity(APDU apdu) throws ISOException;

    /**
     * Wraps a response as the security level asks: status word and data, in place.
     *
     * @param baBuffer the array that holds the response data and then the status word
     * @param sOffset where they begin
     * @param sLength their length
     * @return the length of the result
     * @throws ISOException with the status word
     */
    short wrap(byte[] baBuffer, short sOffset, short sLength) throws ISOException;

    /**
     * Unwraps a command as the security level asks: verifies its MAC, deciphers its data, in place.
     *
     * @param baBuffer the array that holds the command, its header first
     * @param sOffset where it begins
     * @param sLength its length
     * @return the length of the result, the header included
     * @throws ISOException with the status word, {@code ISO7816.SW_SECURITY_STATUS_NOT_SATISFIED} for a wrong
     *     MAC; the session is then over
     */
    short unwrap(byte[] baBuffer, short sOffset, short sLength) throws ISOException;

    /**
     * Deciphers sensitive data within a command, keys for example, with the data encryption key, in place.
     *
     * @param baBuffer the array that holds the data
     * @param sOffset where they begin
     * @param sLength their length
     * @return the length of the result
     * @throws ISOException with {@code ISO7816.SW_CONDITIONS_NOT_SATISFIED} if no session is open
     */
    short decryptData(byte[] baBuffer, short sOffset, short sLength) throws ISOException;

    /**
     * Enciphers sensitive data with the data encryption key, in place.
     *
     * @param baBuffer the array that holds the data
     * @param sOffset where they begin
     * @param sLength their length
     * @return the length of the result
     * @throws ISOException with {@code ISO7816.SW_CONDITIONS_NOT_SATISFIED} if no session is open
     */
    short encryptData(byte[] baBuffer, short sOffset, short sLength) throws ISOException;

    /** Ends the session. */
    void resetSecurity();

    /**
     * Gives the security level of the session.
     *
     * @return the sum of this interface's constants
     */
    byte getSecurityLevel();
}
