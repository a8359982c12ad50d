package uicc.access.fileadministration;

import uicc.access.FileView;
import uicc.access.UICCException;
import uicc.toolkit.ViewHandler;

/** A file system whose files may be administered. */
public interface AdminFileView extends FileView {
    /**
     * Deletes a file.
     *
     * @param fid its identifier
     * @throws UICCException {@link UICCException#FILE_NOT_FOUND} if there is no such file
     * @throws AdminException {@link AdminException#CONDITIONS_OF_USE_NOT_SATISFIED} if that is not allowed
     */
    void deleteFile(short fid) throws UICCException, AdminException;

    /**
     * Makes a file below the current directory.
     *
     * @param viewHandler the TLVs of its control parameters (ETSI TS 102 222)
     * @throws AdminException {@link AdminException#INCORRECT_PARAMETERS} if the parameters are wrong
     * @throws AdminException {@link AdminException#FILE_ALREADY_EXISTS} if there is such a file
     * @throws AdminException {@link AdminException#NOT_ENOUGH_MEMORY_SPACE} if there is no room
     * @throws AdminException {@link AdminException#DF_NAME_ALREADY_EXISTS} if there is a directory of that
     *     name
     */
    void createFile(ViewHandler viewHandler) throws AdminException;

    /**
     * Resizes a file below the current directory.
     *
     * @param viewHandler the TLVs of the file's identifier and new size (ETSI TS 102 222)
     * @throws AdminException {@link AdminException#INCORRECT_PARAMETERS} if the parameters are wrong
     * @throws AdminException {@link AdminException#NOT_ENOUGH_MEMORY_SPACE} if there is no room
     */
    void resizeFile(ViewHandler viewHandler) throws AdminException;
}
