package org.globalplatform.securechannel;

import javacard.framework.ISOException;
import org.globalplatform.SecureChannel;

/** A secure channel that works in steps, for data longer than an APDU. */
public interface SecureChannelProtocol extends SecureChannel {
    /**
     * Sets the security level of the session.
     *
     * @param securityLevel the sum of {@code SecureChannel}'s constants
     */
    void setSecurityLevel(byte securityLevel);

    /**
     * Copies the reference of the key set in use.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @return the bytes copied
     */
    short getKeyReference(byte[] buffer, short offset);

    /**
     * Works on an authentication command.
     *
     * @param inBuffer the array that holds the command, its header first
     * @param inOffset where it begins
     * @param inLength its length
     * @param outBuffer the array that takes the response data
     * @param outOffset where to begin
     * @return the length of the response data
     * @throws ISOException with the status word
     */
    short processSecurity(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset)
            throws ISOException;

    /**
     * Begins to wrap a response.
     *
     * @param length the length of the response data
     * @return the length of the result
     */
    short initWrap(short length);

    /**
     * Wraps the last response data and the status word.
     *
     * @param inBuffer the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param sw the status word
     * @param outBuffer the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     */
    short doFinalWrap(byte[] inBuffer, short inOffset, short inLength, short sw, byte[] outBuffer, short outOffset);

    /** Begins to unwrap a command. */
    void initUnwrap();

    /**
     * Gives the expected length of the command unwrapped.
     *
     * @return the length
     */
    short getLe();

    /** Begins to encipher sensitive data. */
    void initEncryptData();

    /** Begins to decipher sensitive data. */
    void initDecryptData();

    /**
     * Wraps more of the response.
     *
     * @param inBuffer the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuffer the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     */
    short updateWrap(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset);

    /**
     * Unwraps more of the command.
     *
     * @param inBuffer the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuffer the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     */
    short updateUnwrap(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset);

    /**
     * Unwraps the last of the command.
     *
     * @param inBuffer the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuffer the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     */
    short doFinalUnwrap(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset);

    /**
     * Enciphers more of the data.
     *
     * @param inBuffer the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuffer the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     */
    short updateEncryptData(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset);

    /**
     * Enciphers the last of the data.
     *
     * @param inBuffer the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuffer the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     */
    short doFinalEncryptData(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset);

    /**
     * Deciphers more of the data.
     *
     * @param inBuffer the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuffer the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     */
    short updateDecryptData(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset);

    /**
     * Deciphers the last of the data.
     *
     * @param inBuffer the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuffer the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     */
    short doFinalDecryptData(byte[] inBuffer, short inOffset, short inLength, byte[] outBuffer, short outOffset);
}
