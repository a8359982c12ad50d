package javacard.framework;

/** Thrown for errors with PINs. */
public class PINException extends CardRuntimeException {
    /** Reason: a parameter is out of range. */
    public static final short ILLEGAL_VALUE = 1;

    /** Reason: the PIN is in a state that does not allow the call. */
    public static final short ILLEGAL_STATE = 2;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public PINException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own PINException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws PINException always
     */
    public static void throwIt(short reason) throws PINException {
        throw new PINException(reason);
    }
}
