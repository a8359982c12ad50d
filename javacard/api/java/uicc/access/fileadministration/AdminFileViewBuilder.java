package uicc.access.fileadministration;

import javacard.framework.AID;

/** Gives access to file systems to administer. */
public class AdminFileViewBuilder {
    /** No object is of use: all methods are static. */
    private AdminFileViewBuilder() {
    }

    /**
     * Gives the file system of the UICC.
     *
     * @param event when its current file is to be forgotten: {@code JCSystem.CLEAR_ON_RESET} or
     *     {@code CLEAR_ON_DESELECT}, or {@code NOT_A_TRANSIENT_OBJECT}
     * @return the file system, or null if there is no access
     */
    public static native AdminFileView getTheUICCAdminFileView(byte event);

    /**
     * Gives the file system of an application.
     *
     * @param aid the application's AID
     * @param event when its current file is to be forgotten: {@code JCSystem.CLEAR_ON_RESET} or
     *     {@code CLEAR_ON_DESELECT}, or {@code NOT_A_TRANSIENT_OBJECT}
     * @return the file system, or null if there is no access
     */
    public static native AdminFileView getTheAdminFileView(AID aid, byte event);

    /**
     * Gives the file system of an application.
     *
     * @param buffer the array that holds the application's AID
     * @param offset where it begins
     * @param length its length
     * @param event when its current file is to be forgotten: {@code JCSystem.CLEAR_ON_RESET} or
     *     {@code CLEAR_ON_DESELECT}, or {@code NOT_A_TRANSIENT_OBJECT}
     * @return the file system, or null if there is no access
     */
    public static native AdminFileView getTheAdminFileView(byte[] buffer, short offset, byte length, byte event);
}
