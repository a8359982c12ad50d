package javacard.framework;

/**
 * The superclass of Java Card's unchecked exceptions. It carries a reason, a short that says what went wrong.
 */
public class CardRuntimeException extends RuntimeException {
    /** The reason code. */
    private short reason;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public CardRuntimeException(short reason) {
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
     * Throws the card's own CardRuntimeException (a temporary entry point object, no memory is allocated)
     * with a reason.
     *
     * @param reason the reason code
     * @throws CardRuntimeException always
     */
    public static void throwIt(short reason) throws CardRuntimeException {
        throw new CardRuntimeException(reason);
    }
}
