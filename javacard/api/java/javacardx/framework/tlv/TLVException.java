package javacardx.framework.tlv;

import javacard.framework.CardRuntimeException;

/** Thrown for errors with TLVs. */
public class TLVException extends CardRuntimeException {
    /** Reason: a parameter is not allowed. */
    public static final short INVALID_PARAM = 1;

    /** Reason: a size does not fit. */
    public static final short ILLEGAL_SIZE = 2;

    /** Reason: the tag is not set yet. */
    public static final short EMPTY_TAG = 3;

    /** Reason: the TLV is not set yet. */
    public static final short EMPTY_TLV = 4;

    /** Reason: the bytes are not a tag. */
    public static final short MALFORMED_TAG = 5;

    /** Reason: the bytes are not a TLV. */
    public static final short MALFORMED_TLV = 6;

    /** Reason: there is no room. */
    public static final short INSUFFICIENT_STORAGE = 7;

    /** Reason: the tag has more than 127 bytes. */
    public static final short TAG_SIZE_GREATER_THAN_127 = 0x0008;

    /** Reason: the tag's number is above 32767. */
    public static final short TAG_NUMBER_GREATER_THAN_32767 = 0x0009;

    /** Reason: the TLV has more than 32767 bytes. */
    public static final short TLV_SIZE_GREATER_THAN_32767 = 10;

    /** Reason: the value has more than 32767 bytes. */
    public static final short TLV_LENGTH_GREATER_THAN_32767 = 11;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public TLVException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own TLVException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws TLVException always
     */
    public static void throwIt(short reason) throws TLVException {
        throw new TLVException(reason);
    }
}
