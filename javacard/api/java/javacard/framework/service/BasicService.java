package javacard.framework.service;

import javacard.framework.APDU;

/**
 * A service to derive others from. It accepts no command, and offers access to the parts of an APDU in their
 * order of use: header, then input data, then status and output data.
 */
public class BasicService implements Service {
    /** Makes a service. */
    public BasicService() {
    }

    /**
     * Does nothing.
     *
     * @param apdu the APDU
     * @return false
     */
    public boolean processDataIn(APDU apdu) {
        return false;
    }

    /**
     * Does nothing.
     *
     * @param apdu the APDU
     * @return false
     */
    public boolean processCommand(APDU apdu) {
        return false;
    }

    /**
     * Does nothing.
     *
     * @param apdu the APDU
     * @return false
     */
    public boolean processDataOut(APDU apdu) {
        return false;
    }

    /**
     * Receives all command data into the APDU buffer.
     *
     * @param apdu the APDU
     * @return their length
     * @throws ServiceException {@link ServiceException#COMMAND_DATA_TOO_LONG} if they do not fit the buffer
     * @throws ServiceException {@link ServiceException#CANNOT_ACCESS_IN_COMMAND} if the input was read
     *     otherwise
     */
    public native short receiveInData(APDU apdu) throws ServiceException;

    /**
     * Marks the command as done; the response may be written from now on.
     *
     * @param apdu the APDU
     * @throws ServiceException {@link ServiceException#CANNOT_ACCESS_IN_COMMAND} if the input has not been
     *     received
     */
    public native void setProcessed(APDU apdu) throws ServiceException;

    /**
     * Tells whether the command is marked as done.
     *
     * @param apdu the APDU
     * @return true if it is
     */
    public native boolean isProcessed(APDU apdu);

    /**
     * Sets the length of the response.
     *
     * @param apdu the APDU
     * @param length its length
     * @throws ServiceException {@link ServiceException#ILLEGAL_PARAM} if the length is negative or too great
     * @throws ServiceException {@link ServiceException#CANNOT_ACCESS_OUT_COMMAND} if the command is not
     *     marked as done
     */
    public native void setOutputLength(APDU apdu, short length) throws ServiceException;

    /**
     * Gives the length of the response.
     *
     * @param apdu the APDU
     * @return its length
     * @throws ServiceException {@link ServiceException#CANNOT_ACCESS_OUT_COMMAND} if the command is not
     *     marked as done
     */
    public native short getOutputLength(APDU apdu) throws ServiceException;

    /**
     * Sets the status word of the response.
     *
     * @param apdu the APDU
     * @param sw the status word
     */
    public native void setStatusWord(APDU apdu, short sw);

    /**
     * Gives the status word of the response.
     *
     * @param apdu the APDU
     * @return the status word
     * @throws ServiceException {@link ServiceException#CANNOT_ACCESS_OUT_COMMAND} if the command is not
     *     marked as done
     */
    public native short getStatusWord(APDU apdu) throws ServiceException;

    /**
     * Marks the command as done with a status word and no response data.
     *
     * @param apdu the APDU
     * @param sw the status word
     * @return true
     * @throws ServiceException {@link ServiceException#COMMAND_IS_FINISHED} if the response was sent already
     */
    public native boolean fail(APDU apdu, short sw) throws ServiceException;

    /**
     * Marks the command as done with status 9000.
     *
     * @param apdu the APDU
     * @return true
     * @throws ServiceException {@link ServiceException#CANNOT_ACCESS_IN_COMMAND} if the input has not been
     *     received
     */
    public native boolean succeed(APDU apdu) throws ServiceException;

    /**
     * Marks the command as done with a status word that keeps the response data.
     *
     * @param apdu the APDU
     * @param sw the status word
     * @return true
     * @throws ServiceException {@link ServiceException#CANNOT_ACCESS_IN_COMMAND} if the input has not been
     *     received
     */
    public native boolean succeedWithStatusWord(APDU apdu, short sw) throws ServiceException;

    /**
     * Gives the class byte, without its channel and secure messaging bits.
     *
     * @param apdu the APDU
     * @return the class byte
     */
    public native byte getCLA(APDU apdu);

    /**
     * Gives the instruction byte.
     *
     * @param apdu the APDU
     * @return the instruction byte
     */
    public native byte getINS(APDU apdu);

    /**
     * Gives P1.
     *
     * @param apdu the APDU
     * @return P1
     */
    public native byte getP1(APDU apdu);

    /**
     * Gives P2.
     *
     * @param apdu the APDU
     * @return P2
     */
    public native byte getP2(APDU apdu);

    /**
     * Tells whether the command is the SELECT that selected the applet.
     *
     * @return true if it is
     */
    public native boolean selectingApplet();
}
