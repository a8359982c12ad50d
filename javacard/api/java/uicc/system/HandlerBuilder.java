package uicc.system;

import uicc.toolkit.ToolkitException;
import uicc.toolkit.ViewHandler;

/** Makes TLV handlers for an applet's own use. */
public final class HandlerBuilder {
    /** Kind: {@code uicc.toolkit.EditHandler}. */
    public static final byte EDIT_HANDLER = 1;

    /** Kind: {@code uicc.toolkit.BERTLVEditHandler}. */
    public static final byte BER_EDIT_HANDLER = 2;

    /** No object is of use: all methods are static. */
    private HandlerBuilder() {
    }

    /**
     * Makes an empty handler.
     *
     * @param type one of this class's constants
     * @param capacity the greatest length of its TLV list
     * @return the handler
     * @throws ToolkitException {@link ToolkitException#BAD_INPUT_PARAMETER} if a parameter is out of range
     */
    public static native ViewHandler buildTLVHandler(byte type, short capacity) throws ToolkitException;

    /**
     * Makes a handler of bytes.
     *
     * @param type one of this class's constants
     * @param capacity the greatest length of its TLV list
     * @param buffer the array that holds the TLV list
     * @param offset where it begins
     * @param length its length
     * @return the handler
     * @throws ToolkitException {@link ToolkitException#BAD_INPUT_PARAMETER} if a parameter is out of range
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native ViewHandler buildTLVHandler(
            byte type, short capacity, byte[] buffer, short offset, short length)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;
}
