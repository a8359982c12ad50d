package javacard.framework;

/** Thrown for errors in receiving and sending by {@code APDU}. */
public class APDUException extends CardRuntimeException {
    /** Reason: the method may not be called in the state that the APDU is in. */
    public static final short ILLEGAL_USE = 1;

    /** Reason: offset and length leave the APDU buffer. */
    public static final short BUFFER_BOUNDS = 2;

    /** Reason: the length does not fit what was announced, or is out of range. */
    public static final short BAD_LENGTH = 3;

    /** Reason: the transmission failed and cannot be continued. */
    public static final short IO_ERROR = 4;

    /** Reason: with T=0, the terminal did not send the GET RESPONSE expected; it sent a new command. */
    public static final short NO_T0_GETRESPONSE = 170;

    /** Reason: with T=1, the terminal aborted the chain of blocks. */
    public static final short T1_IFD_ABORT = 171;

    /** Reason: with T=0, the terminal did not repeat the command with the length that it was told. */
    public static final short NO_T0_REISSUE = 172;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public APDUException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own APDUException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws APDUException always
     */
    public static void throwIt(short reason) throws APDUException {
        throw new APDUException(reason);
    }
}
