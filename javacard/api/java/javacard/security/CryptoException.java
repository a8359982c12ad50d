package javacard.security;

import javacard.framework.CardRuntimeException;

/** Thrown by keys and algorithms. */
public class CryptoException extends CardRuntimeException {
    /** Reason: a parameter is out of range or does not fit. */
    public static final short ILLEGAL_VALUE = 1;

    /** Reason: the key has no value yet. */
    public static final short UNINITIALIZED_KEY = 2;

    /** Reason: the card lacks the algorithm or key type. */
    public static final short NO_SUCH_ALGORITHM = 3;

    /** Reason: the object is not prepared by {@code init}, or in the other mode. */
    public static final short INVALID_INIT = 4;

    /** Reason: the data do not fit the algorithm: not whole blocks, bad padding, too long. */
    public static final short ILLEGAL_USE = 5;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public CryptoException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own CryptoException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws CryptoException always
     */
    public static void throwIt(short reason) throws CryptoException {
        throw new CryptoException(reason);
    }
}
