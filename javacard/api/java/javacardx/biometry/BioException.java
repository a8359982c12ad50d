package javacardx.biometry;

import javacard.framework.CardRuntimeException;

public class BioException extends CardRuntimeException {
    public static final short ILLEGAL_VALUE = 1;

    public static final short INVALID_DATA = 2;

    public static final short NO_SUCH_BIO_TEMPLATE = 3;

    public static final short NO_TEMPLATES_ENROLLED = 4;

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
