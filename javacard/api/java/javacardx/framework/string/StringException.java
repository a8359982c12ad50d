package javacardx.framework.string;

import javacard.framework.CardRuntimeException;

/** Thrown for errors with strings. */
public class StringException extends CardRuntimeException {
    /** Reason: the card lacks the encoding. */
    public static final short UNSUPPORTED_ENCODING = 1;

    /** Reason: the string is not a number of the right range. */
    public static final short ILLEGAL_NUMBER_FORMAT = 2;

    /** Reason: the bytes are not valid in the encoding. */
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
