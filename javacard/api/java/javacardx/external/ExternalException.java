package javacardx.external;

import javacard.framework.CardRuntimeException;

/** Thrown for errors with external memories. */
public class ExternalException extends CardRuntimeException {
    /** Reason: the card lacks the memory. */
    public static final short NO_SUCH_SUBSYSTEM = 1;

    /** Reason: a parameter is out of range. */
    public static final short INVALID_PARAM = 2;

    /** Reason: the memory failed. */
    public static final short INTERNAL_ERROR = 3;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public ExternalException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own ExternalException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws ExternalException always
     */
    public static void throwIt(short reason) throws ExternalException {
        throw new ExternalException(reason);
    }
}
