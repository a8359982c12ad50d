package javacard.framework;

/** Thrown for errors with transactions. */
public class TransactionException extends CardRuntimeException {
    /** Reason: a transaction is in progress already. */
    public static final short IN_PROGRESS = 1;

    /** Reason: no transaction is in progress. */
    public static final short NOT_IN_PROGRESS = 2;

    /** Reason: the transaction has no room for another change. */
    public static final short BUFFER_FULL = 3;

    /** Reason: an internal fault; the transaction cannot be continued. */
    public static final short INTERNAL_FAILURE = 4;

    /** Reason: the operation may not be done in a transaction. */
    public static final short ILLEGAL_USE = 5;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public TransactionException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own TransactionException (a temporary entry point object, no memory is allocated)
     * with a reason.
     *
     * @param reason the reason code
     * @throws TransactionException always
     */
    public static void throwIt(short reason) throws TransactionException {
        throw new TransactionException(reason);
    }
}
