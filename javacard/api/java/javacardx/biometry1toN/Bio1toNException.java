package javacardx.biometry1toN;

import javacard.framework.CardRuntimeException;

/** Thrown for errors with matchers and template data. */
public class Bio1toNException extends CardRuntimeException {
    /** Reason: a parameter is out of range. */
    public static final short ILLEGAL_VALUE = 1;

    /** Reason: the data are not of the right form. */
    public static final short INVALID_DATA = 2;

    /** Reason: the card lacks the kind of biometry. */
    public static final short UNSUPPORTED_BIO_TYPE = 3;

    /** Reason: no template data are enrolled. */
    public static final short NO_BIO_TEMPLATE_ENROLLED = 4;

    /** Reason: the method may not be called in this state. */
    public static final short ILLEGAL_USE = 5;

    /** Reason: there is no room for another set of template data. */
    public static final short BIO_TEMPLATE_DATA_CAPACITY_EXCEEDED = 6;

    /** Reason: the template data are of another kind of biometry. */
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
