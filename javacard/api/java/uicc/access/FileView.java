package uicc.access;

import javacard.framework.Shareable;

/** The file system of the UICC or of an application on it, with its own current directory, file and record. */
public interface FileView extends Shareable {
    /**
     * Selects a file and copies its control information.
     *
     * @param fid the file identifier
     * @param fci the array to copy to
     * @param fciOffset where to begin
     * @param fciLength the number of bytes at most
     * @return the offset behind the last byte written, or the number of bytes there are
     * @throws UICCException {@link UICCException#FILE_NOT_FOUND} if there is no such file
     */
    short select(short fid, byte[] fci, short fciOffset, short fciLength) throws UICCException;

    /**
     * Selects a file.
     *
     * @param fid the file identifier
     * @throws UICCException {@link UICCException#FILE_NOT_FOUND} if there is no such file
     */
    void select(short fid) throws UICCException;

    /**
     * Selects a file by its short identifier.
     *
     * @param sfi the short file identifier
     * @throws UICCException {@link UICCException#FILE_NOT_FOUND} if there is no such file
     */
    void select(byte sfi) throws UICCException;

    /**
     * Copies the control parameters of the current directory.
     *
     * @param fcp the array to copy to
     * @param fcpOffset where to begin
     * @param fcpLength the number of bytes at most
     * @return the offset behind the last byte written, or the number of bytes there are
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short status(byte[] fcp, short fcpOffset, short fcpLength)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Reads bytes of the current transparent file.
     *
     * @param fileOffset where to begin in the file
     * @param resp the array to copy to
     * @param respOffset where to begin
     * @param respLength the number of bytes
     * @return the offset behind the last byte written
     * @throws UICCException {@link UICCException#NO_EF_SELECTED} if no elementary file is selected
     * @throws UICCException {@link UICCException#OUT_OF_FILE_BOUNDARIES} if the file is shorter
     * @throws UICCException {@link UICCException#SECURITY_STATUS_NOT_SATISFIED} if the access conditions are
     *     not met
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short readBinary(short fileOffset, byte[] resp, short respOffset, short respLength)
            throws UICCException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes bytes of the current transparent file.
     *
     * @param fileOffset where to begin in the file
     * @param data the array that holds the bytes
     * @param dataOffset where they begin
     * @param dataLength their number
     * @throws UICCException {@link UICCException#NO_EF_SELECTED} if no elementary file is selected
     * @throws UICCException {@link UICCException#OUT_OF_FILE_BOUNDARIES} if the file is shorter
     * @throws UICCException {@link UICCException#SECURITY_STATUS_NOT_SATISFIED} if the access conditions are
     *     not met
     * @throws UICCException {@link UICCException#MEMORY_PROBLEM} if the memory failed
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void updateBinary(short fileOffset, byte[] data, short dataOffset, short dataLength)
            throws UICCException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Reads a record of the current file, or a part of it.
     *
     * @param recNumber the record, in the absolute mode; 0 for the current one
     * @param mode one of the {@code REC_ACC_MODE} constants
     * @param recOffset where to begin in the record
     * @param resp the array to copy to
     * @param respOffset where to begin
     * @param respLength the number of bytes
     * @return the offset behind the last byte written
     * @throws UICCException {@link UICCException#NO_EF_SELECTED} if no elementary file is selected
     * @throws UICCException {@link UICCException#OUT_OF_RECORD_BOUNDARIES} if the record is shorter
     * @throws UICCException {@link UICCException#INVALID_MODE} if the mode is none of the constants
     * @throws UICCException {@link UICCException#SECURITY_STATUS_NOT_SATISFIED} if the access conditions are
     *     not met
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short readRecord(short recNumber, byte mode, short recOffset, byte[] resp, short respOffset, short respLength)
            throws UICCException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes a record of the current file, or a part of it.
     *
     * @param recNumber the record, in the absolute mode; 0 for the current one
     * @param mode one of the {@code REC_ACC_MODE} constants
     * @param recOffset where to begin in the record
     * @param data the array that holds the bytes
     * @param dataOffset where they begin
     * @param dataLength their number
     * @throws UICCException {@link UICCException#NO_EF_SELECTED} if no elementary file is selected
     * @throws UICCException {@link UICCException#OUT_OF_RECORD_BOUNDARIES} if the record is shorter
     * @throws UICCException {@link UICCException#INVALID_MODE} if the mode is none of the constants
     * @throws UICCException {@link UICCException#SECURITY_STATUS_NOT_SATISFIED} if the access conditions are
     *     not met
     * @throws UICCException {@link UICCException#MEMORY_PROBLEM} if the memory failed
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    void updateRecord(short recNumber, byte mode, short recOffset, byte[] data, short dataOffset, short dataLength)
            throws UICCException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Adds to the current record of a cyclic file.
     *
     * @param incr the array that holds the number to add
     * @param incrOffset where it begins
     * @param incrLength its length
     * @param resp the array that takes the new value
     * @param respOffset where to begin
     * @return the offset behind the last byte written
     * @throws UICCException {@link UICCException#NO_EF_SELECTED} if no elementary file is selected
     * @throws UICCException {@link UICCException#MAX_VALUE_REACHED} if the result does not fit
     * @throws UICCException {@link UICCException#SECURITY_STATUS_NOT_SATISFIED} if the access conditions are
     *     not met
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short increase(byte[] incr, short incrOffset, short incrLength, byte[] resp, short respOffset)
            throws UICCException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds the records of the current file that have a pattern.
     *
     * @param mode {@code UICCConstants.SIMPLE_SEARCH_START_FORWARD} or the like
     * @param recordNum the record to begin at; 0 for the current one
     * @param searchIndication the offset or indication of an enhanced search
     * @param patt the array that holds the pattern
     * @param pattOffset where it begins
     * @param pattLength its length
     * @param response the array of shorts that takes the numbers of the records
     * @param respOffset where to begin
     * @param respLength how many at most
     * @return how many were found
     * @throws UICCException {@link UICCException#NO_EF_SELECTED} if no elementary file is selected
     * @throws UICCException {@link UICCException#INVALID_MODE} if the mode is none of the constants
     * @throws UICCException {@link UICCException#SECURITY_STATUS_NOT_SATISFIED} if the access conditions are
     *     not met
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short searchRecord(
            byte mode, short recordNum, short searchIndication, byte[] patt, short pattOffset, short pattLength,
            short[] response, short respOffset, short respLength)
            throws UICCException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Deactivates the current file.
     *
     * @throws UICCException {@link UICCException#SECURITY_STATUS_NOT_SATISFIED} if the access conditions are
     *     not met
     */
    void deactivateFile() throws UICCException;

    /**
     * Activates the current file.
     *
     * @throws UICCException {@link UICCException#SECURITY_STATUS_NOT_SATISFIED} if the access conditions are
     *     not met
     */
    void activateFile() throws UICCException;
}
