package uicc.toolkit;

/** A BER-TLV whose value is the list of TLVs. */
public interface BERTLVViewHandler extends ViewHandler {
    /**
     * Gives the tag.
     *
     * @return the tag
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is none
     */
    byte getTag() throws ToolkitException;

    /**
     * Gives the length of the whole BER-TLV.
     *
     * @return the length
     * @throws ToolkitException {@link ToolkitException#HANDLER_NOT_AVAILABLE} if the handler is busy
     */
    short getSize() throws ToolkitException;
}
