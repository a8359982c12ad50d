package javacard.framework.service;

import javacard.framework.APDU;
import javacard.framework.ISOException;

/** Hands APDUs to the services of an applet, in the order in which they were added. */
public class Dispatcher {
    /** Pass: none. */
    public static final byte PROCESS_NONE = 0;

    /** Pass: input data. */
    public static final byte PROCESS_INPUT_DATA = 1;

    /** Pass: the command. */
    public static final byte PROCESS_COMMAND = 2;

    /** Pass: output data. */
    public static final byte PROCESS_OUTPUT_DATA = 3;

    /**
     * Makes a dispatcher.
     *
     * @param maxServices the greatest number of services
     * @throws ServiceException {@link ServiceException#ILLEGAL_PARAM} if it is negative
     */
    public Dispatcher(short maxServices) throws ServiceException {
    }

    /**
     * Adds a service to a pass.
     *
     * @param service the service
     * @param phase one of the {@code PROCESS} constants
     * @throws ServiceException {@link ServiceException#DISPATCH_TABLE_FULL} if there are as many as the
     *     constructor was told
     * @throws ServiceException {@link ServiceException#ILLEGAL_PARAM} if the pass is unknown or the service
     *     null
     */
    public native void addService(Service service, byte phase) throws ServiceException;

    /**
     * Removes a service from a pass.
     *
     * @param service the service
     * @param phase one of the {@code PROCESS} constants
     * @throws ServiceException {@link ServiceException#ILLEGAL_PARAM} if the pass is unknown or the service
     *     null
     */
    public native void removeService(Service service, byte phase) throws ServiceException;

    /**
     * Hands an APDU to the services from a pass on, and does not send the response.
     *
     * @param command the APDU
     * @param phase the pass to begin with
     * @return the exception that a service threw, or null
     * @throws ServiceException {@link ServiceException#ILLEGAL_PARAM} if the pass is unknown
     */
    public native Exception dispatch(APDU command, byte phase) throws ServiceException;

    /**
     * Hands an APDU to the services in all passes and sends the response. Does not return normally when the
     * command was done.
     *
     * @param command the APDU
     * @throws ISOException with the status word
     */
    public native void process(APDU command) throws ISOException;
}
