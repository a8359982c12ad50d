package sim.toolkit;

/** A list of TLVs to write. */
public abstract class EditHandler extends ViewHandler {
    /** Only the card makes objects. */
    EditHandler() {
    }

    /**
     * Empties the TLV list.
     *
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    public native void clear() throws ToolkitException;

    /**
     * Appends bytes as they are.
     *
     * @param buffer the array that holds them
     * @param offset where they begin
     * @param length their number
     * @throws ToolkitException {@link ToolkitException#HANDLER_OVERFLOW} if there is no room
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native void appendArray(byte[] buffer, short offset, short length)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Appends a TLV whose value is bytes.
     *
     * @param tag its tag
     * @param value the array that holds the value
     * @param valueOffset where it begins
     * @param valueLength its length
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     * @throws ToolkitException {@link ToolkitException#HANDLER_OVERFLOW} if there is no room
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    public native void appendTLV(byte tag, byte[] value, short valueOffset, short valueLength)
            throws ArrayIndexOutOfBoundsException, NullPointerException, ToolkitException;

    /**
     * Appends a TLV whose value is a byte.
     *
     * @param tag its tag
     * @param value the value
     * @throws ToolkitException {@link ToolkitException#HANDLER_OVERFLOW} if there is no room
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    public native void appendTLV(byte tag, byte value) throws ToolkitException;

    /**
     * Appends a TLV whose value is two bytes.
     *
     * @param tag its tag
     * @param value1 the first part
     * @param value2 the second part
     * @throws ToolkitException {@link ToolkitException#HANDLER_OVERFLOW} if there is no room
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    public native void appendTLV(byte tag, byte value1, byte value2) throws ToolkitException;

    /**
     * Appends a TLV whose value is a byte and an array of bytes.
     *
     * @param tag its tag
     * @param value1 the first byte of the value
     * @param value2 the array that holds the rest
     * @param value2Offset where it begins
     * @param value2Length its length
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     * @throws ToolkitException {@link ToolkitException#HANDLER_OVERFLOW} if there is no room
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    public native void appendTLV(byte tag, byte value1, byte[] value2, short value2Offset, short value2Length)
            throws ArrayIndexOutOfBoundsException, NullPointerException, ToolkitException;
}
