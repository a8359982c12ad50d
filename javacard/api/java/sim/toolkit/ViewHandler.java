package sim.toolkit;

/** A list of TLVs to read. One of them is the current TLV. */
public abstract class ViewHandler {
    /** Only the card makes objects. */
    ViewHandler() {
    }

    /**
     * Gives the length of the TLV list.
     *
     * @return the length in bytes
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    public native short getLength() throws ToolkitException;

    /**
     * Copies the beginning of the TLV list.
     *
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @param dstLength the number of bytes
     * @return the offset behind the last byte written
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#OUT_OF_TLV_BOUNDARIES} if the list is shorter
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short copy(byte[] dstBuffer, short dstOffset, short dstLength)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds a TLV and makes it the current one.
     *
     * @param tag its tag, with or without the comprehension bit
     * @param occurrence which of its occurrences, from 1
     * @return {@code TLV_NOT_FOUND}, {@code TLV_FOUND_CR_SET} or {@code TLV_FOUND_CR_NOT_SET} of
     *     {@code ToolkitConstants}
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#BAD_INPUT_PARAMETER} if the occurrence is 0
     */
    public native byte findTLV(byte tag, byte occurrence) throws ToolkitException;

    /**
     * Gives the length of the current TLV's value.
     *
     * @return the length
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no current TLV
     */
    public native short getValueLength() throws ToolkitException;

    /**
     * Gives a byte of the current TLV's value.
     *
     * @param valueOffset its offset in the value
     * @return the byte
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no current TLV
     * @throws ToolkitException {@link ToolkitException#OUT_OF_TLV_BOUNDARIES} if the value is shorter
     */
    public native byte getValueByte(short valueOffset) throws ToolkitException;

    /**
     * Copies a part of the current TLV's value.
     *
     * @param valueOffset where to begin in the value
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @param dstLength the number of bytes
     * @return the offset behind the last byte written
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no current TLV
     * @throws ToolkitException {@link ToolkitException#OUT_OF_TLV_BOUNDARIES} if the value is shorter
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short copyValue(short valueOffset, byte[] dstBuffer, short dstOffset, short dstLength)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Compares a part of the current TLV's value with bytes.
     *
     * @param valueOffset where to begin in the value
     * @param compareBuffer the array that holds the bytes
     * @param compareOffset where they begin
     * @param compareLength their number
     * @return 0 if they are equal; -1 if the value is less, 1 if it is greater at the first difference
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no current TLV
     * @throws ToolkitException {@link ToolkitException#OUT_OF_TLV_BOUNDARIES} if the value is shorter
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native byte compareValue(short valueOffset, byte[] compareBuffer, short compareOffset, short compareLength)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds the first TLV of a tag and copies its value.
     *
     * @param tag the tag
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @return the offset behind the last byte written
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no such TLV
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short findAndCopyValue(byte tag, byte[] dstBuffer, short dstOffset)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds a TLV and copies a part of its value.
     *
     * @param tag the tag
     * @param occurrence which of its occurrences, from 1
     * @param valueOffset where to begin in the value
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @param dstLength the number of bytes
     * @return the offset behind the last byte written
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no such TLV
     * @throws ToolkitException {@link ToolkitException#OUT_OF_TLV_BOUNDARIES} if the value is shorter
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short findAndCopyValue(
            byte tag, byte occurrence, short valueOffset, byte[] dstBuffer, short dstOffset, short dstLength)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds the first TLV of a tag and compares its value with bytes.
     *
     * @param tag the tag
     * @param compareBuffer the array that holds the bytes
     * @param compareOffset where they begin
     * @return 0 if they are equal; -1 if the value is less, 1 if it is greater at the first difference
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no such TLV
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native byte findAndCompareValue(byte tag, byte[] compareBuffer, short compareOffset)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds a TLV and compares a part of its value with bytes.
     *
     * @param tag the tag
     * @param occurrence which of its occurrences, from 1
     * @param valueOffset where to begin in the value
     * @param compareBuffer the array that holds the bytes
     * @param compareOffset where they begin
     * @param compareLength their number
     * @return 0 if they are equal; -1 if the value is less, 1 if it is greater at the first difference
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no such TLV
     * @throws ToolkitException {@link ToolkitException#OUT_OF_TLV_BOUNDARIES} if the value is shorter
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native byte findAndCompareValue(
            byte tag, byte occurrence, short valueOffset, byte[] compareBuffer, short compareOffset,
            short compareLength) throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;
}
