package uicc.access;

import javacard.framework.CardRuntimeException;

/** Thrown for errors with files. */
public class UICCException extends CardRuntimeException {
    /** Reason: no elementary file is selected. */
    public static final short NO_EF_SELECTED = 1;

    /** Reason: there is no such file. */
    public static final short FILE_NOT_FOUND = 4;

    /** Reason: there is no such record. */
    public static final short RECORD_NOT_FOUND = 9;

    /** Reason: an internal fault. */
    public static final short INTERNAL_ERROR = 5;

    /** Reason: the mode is not known. */
    public static final short INVALID_MODE = 10;

    /** Reason: the file is shorter. */
    public static final short OUT_OF_FILE_BOUNDARIES = 7;

    /** Reason: the number would grow too great. */
    public static final short MAX_VALUE_REACHED = 12;

    /** Reason: the memory failed. */
    public static final short MEMORY_PROBLEM = 13;

    /** Reason: the access conditions are not met. */
    public static final short SECURITY_STATUS_NOT_SATISFIED = 3;

    /** Reason: the file is not of the kind that the method needs. */
    public static final short COMMAND_INCOMPATIBLE = 2;

    /** Reason: the record is shorter. */
    public static final short OUT_OF_RECORD_BOUNDARIES = 8;

    /** Reason: the file is deactivated. */
    public static final short REF_DATA_INVALIDATED = 6;

    /** Reason: the conditions of use are not met. */
    public static final short CONDITIONS_OF_USE_NOT_SATISFIED = 14;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public UICCException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own UICCException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws UICCException always
     */
    public static void throwIt(short reason) throws UICCException {
        throw new UICCException(reason);
    }
}
