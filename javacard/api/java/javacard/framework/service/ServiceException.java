package javacard.framework.service;

import javacard.framework.CardRuntimeException;

/** Thrown by services. */
public class ServiceException extends CardRuntimeException {
    /** Reason: a parameter is not allowed. */
    public static final short ILLEGAL_PARAM = 1;

    /** Reason: the dispatcher has no room for another service. */
    public static final short DISPATCH_TABLE_FULL = 2;

    /** Reason: the command data do not fit the APDU buffer. */
    public static final short COMMAND_DATA_TOO_LONG = 3;

    /** Reason: the command cannot be accessed any more, or not yet. */
    public static final short CANNOT_ACCESS_IN_COMMAND = 4;

    /** Reason: the response cannot be accessed any more, or not yet. */
    public static final short CANNOT_ACCESS_OUT_COMMAND = 5;

    /** Reason: the command is finished. */
    public static final short COMMAND_IS_FINISHED = 6;

    /** Reason: the remote object is not exported. */
    public static final short REMOTE_OBJECT_NOT_EXPORTED = 7;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public ServiceException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own ServiceException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws ServiceException always
     */
    public static void throwIt(short reason) throws ServiceException {
        throw new ServiceException(reason);
    }
}
