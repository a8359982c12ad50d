package javacard.framework;

/** Thrown by the card's system calls: memory, AIDs, resources. */
public class SystemException extends CardRuntimeException {
    /** Reason: a parameter is out of range. */
    public static final short ILLEGAL_VALUE = 1;

    /** Reason: there is no transient memory left. */
    public static final short NO_TRANSIENT_SPACE = 2;

    /** Reason: an object to be cleared on deselection may not be made in this context. */
    public static final short ILLEGAL_TRANSIENT = 3;

    /** Reason: the AID cannot be registered. */
    public static final short ILLEGAL_AID = 4;

    /** Reason: there is no memory or other resource left. */
    public static final short NO_RESOURCE = 5;

    /** Reason: the function is not available here. */
    public static final short ILLEGAL_USE = 6;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public SystemException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own SystemException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws SystemException always
     */
    public static void throwIt(short reason) throws SystemException {
        throw new SystemException(reason);
    }
}
