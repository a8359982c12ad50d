package uicc.usim.suci;

import javacard.framework.CardRuntimeException;

/** Thrown for errors in the registration of calculators. */
public class SUCIException extends CardRuntimeException {
    /** Reason: there is no such USIM. */
    public static final short NO_USIM = 1;

    /** Reason: another calculator is registered. */
    public static final short ALREADY_REGISTERED = 2;

    /** Reason: the calculator is not registered. */
    public static final short NOT_REGISTERED = 3;

    /** Reason: the object is not a calculator. */
    public static final short WRONG_INTERFACE = 4;

    /** Reason: the object belongs to another applet. */
    public static final short WRONG_OWNERSHIP = 5;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public SUCIException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own SUCIException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws SUCIException always
     */
    public static void throwIt(short reason) throws SUCIException {
        throw new SUCIException(reason);
    }
}
