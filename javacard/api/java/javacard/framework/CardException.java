package javacard.framework;

/**
 * The superclass of Java Card's checked exceptions. It carries a reason, a short that says what went wrong.
 */
public class CardException extends Exception {
    /** The reason code. */
    private short reason;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public CardException(short reason) {
        this.reason = reason;
    }

    /**
     * Gives the reason code.
     *
     * @return the reason
     */
    public short getReason() {
        return reason;
    }

    /**
     * Sets the reason code.
     *
     * @param reason the new reason
     */
    public void setReason(short reason) {
        this.reason = reason;
    }

    /**
     * Throws the card's own CardException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws CardException always
     */
    public static void throwIt(short reason) throws CardException {
        throw new CardException(reason);
    }
}
