package javacardx.framework.util;

import javacard.framework.CardRuntimeException;

/** Thrown for errors with arrays. */
public class UtilException extends CardRuntimeException {
    /** Reason: a parameter does not fit. */
    public static final short ILLEGAL_VALUE = 1;

    /** Reason: the object is not an array of the right type. */
    public static final short TYPE_MISMATCHED = 2;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public UtilException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own UtilException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws UtilException always
     */
    public static void throwIt(short reason) throws UtilException {
        throw new UtilException(reason);
    }
}
