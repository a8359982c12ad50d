package uicc.access.fileadministration;

import javacard.framework.CardRuntimeException;

/** Thrown for errors in the administration of files. */
public class AdminException extends CardRuntimeException {
    /** Reason: the parameters are wrong. */
    public static final short INCORRECT_PARAMETERS = 1;

    /** Reason: there is such a file. */
    public static final short FILE_ALREADY_EXISTS = 2;

    /** Reason: the conditions of use are not met. */
    public static final short CONDITIONS_OF_USE_NOT_SATISFIED = 3;

    /** Reason: there is no room. */
    public static final short NOT_ENOUGH_MEMORY_SPACE = 4;

    /** Reason: there is a directory of that name. */
    public static final short DF_NAME_ALREADY_EXISTS = 5;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public AdminException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own AdminException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws AdminException always
     */
    public static void throwIt(short reason) throws AdminException {
        throw new AdminException(reason);
    }
}
