package javacardx.external;

import javacard.framework.CardRuntimeException;

public class ExternalException extends CardRuntimeException {
    public static final short NO_SUCH_SUBSYSTEM = 1;

    public static final short INVALID_PARAM = 2;

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
