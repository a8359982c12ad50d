package javacardx.framework.string;

import javacard.framework.CardRuntimeException;

public class StringException extends CardRuntimeException {
    public static final short UNSUPPORTED_ENCODING = 1;

    public static final short ILLEGAL_NUMBER_FORMAT = 2;

    public static final short INVALID_BYTE_SEQUENCE = 3;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public StringException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own StringException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws StringException always
     */
    public static void throwIt(short reason) throws StringException {
        throw new StringException(reason);
    }
}
