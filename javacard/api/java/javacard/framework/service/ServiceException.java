package javacard.framework.service;

import javacard.framework.CardRuntimeException;

public class ServiceException extends CardRuntimeException {
    public static final short ILLEGAL_PARAM = 1;

    public static final short DISPATCH_TABLE_FULL = 2;

    public static final short COMMAND_DATA_TOO_LONG = 3;

    public static final short CANNOT_ACCESS_IN_COMMAND = 4;

    public static final short CANNOT_ACCESS_OUT_COMMAND = 5;

    public static final short COMMAND_IS_FINISHED = 6;

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
