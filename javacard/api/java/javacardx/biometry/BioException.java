package javacardx.biometry;

import javacard.framework.CardRuntimeException;

/** Thrown for errors with templates. */
public class BioException extends CardRuntimeException {
    /** Reason: a parameter is out of range. */
    public static final short ILLEGAL_VALUE = 1;

    /** Reason: the data are not of the right form. */
    public static final short INVALID_DATA = 2;

    /** Reason: the card lacks the kind of biometry. */
    public static final short NO_SUCH_BIO_TEMPLATE = 3;

    /** Reason: no template is enrolled. */
    public static final short NO_TEMPLATES_ENROLLED = 4;

    /** Reason: the method may not be called in this state. */
    public static final short ILLEGAL_USE = 5;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public BioException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own BioException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws BioException always
     */
    public static void throwIt(short reason) throws BioException {
        throw new BioException(reason);
    }
}
