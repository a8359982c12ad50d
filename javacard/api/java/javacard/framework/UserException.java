package javacard.framework;

/** A checked exception for an applet's own use, with a reason of its own meaning. */
public class UserException extends CardException {
    /** Makes an exception with reason 0. */
    public UserException() {
        super((short) 0);
    }

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public UserException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own UserException with a reason.
     *
     * @param reason the reason
     * @throws UserException always
     */
    public static void throwIt(short reason) throws UserException {
        throw new UserException(reason);
    }
}
