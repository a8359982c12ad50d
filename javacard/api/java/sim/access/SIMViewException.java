package sim.access;

import javacard.framework.CardRuntimeException;

/** Thrown for errors with files. */
public class SIMViewException extends CardRuntimeException {
    /** Reason: no elementary file is selected. */
    public static final short NO_EF_SELECTED = 1;

    /** Reason: the file is not of the kind that the method needs. */
    public static final short FILE_INCONSISTENT = 2;

    /** Reason: the access conditions are not met. */
    public static final short AC_NOT_FULFILLED = 3;

    /** Reason: there is no such file. */
    public static final short FILE_NOT_FOUND = 4;

    /** Reason: an internal fault. */
    public static final short INTERNAL_ERROR = 5;

    /** Reason: the file is invalidated, or is not where it should be. */
    public static final short INVALIDATION_STATUS_CONTRADICTION = 6;

    /** Reason: the file is shorter. */
    public static final short OUT_OF_FILE_BOUNDARIES = 7;

    /** Reason: the record is shorter. */
    public static final short OUT_OF_RECORD_BOUNDARIES = 8;

    /** Reason: there is no such record. */
    public static final short RECORD_NUMBER_NOT_AVAILABLE = 9;

    /** Reason: the mode is not known. */
    public static final short INVALID_MODE = 10;

    /** Reason: no record begins with the pattern. */
    public static final short PATTERN_NOT_FOUND = 11;

    /** Reason: the number would grow too great. */
    public static final short MAX_VALUE_REACHED = 12;

    /** Reason: the memory failed. */
    public static final short MEMORY_PROBLEM = 13;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public SIMViewException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own SIMViewException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws SIMViewException always
     */
    public static void throwIt(short reason) throws SIMViewException {
        throw new SIMViewException(reason);
    }
}
