package javacardx.biometry1toN;

import javacard.framework.CardRuntimeException;

public class Bio1toNException extends CardRuntimeException {
    public static final short ILLEGAL_VALUE = 1;

    public static final short INVALID_DATA = 2;

    public static final short UNSUPPORTED_BIO_TYPE = 3;

    public static final short NO_BIO_TEMPLATE_ENROLLED = 4;

    public static final short ILLEGAL_USE = 5;

    public static final short BIO_TEMPLATE_DATA_CAPACITY_EXCEEDED = 6;

    public static final short MISMATCHED_BIO_TYPE = 7;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public Bio1toNException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own Bio1toNException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws Bio1toNException always
     */
    public static void throwIt(short reason) throws Bio1toNException {
        throw new Bio1toNException(reason);
    }
}
