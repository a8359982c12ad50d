package uicc.toolkit;

/** The terminal's response to the last proactive command. */
public interface ProactiveResponseHandler extends ViewHandler {
    /**
     * Gives the identifier of the item that the user chose.
     *
     * @return the identifier
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has none
     */
    byte getItemIdentifier() throws ToolkitException;

    /**
     * Gives the length of the additional information to the general result.
     *
     * @return the length
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has no result
     */
    short getAdditionalInformationLength() throws ToolkitException;

    /**
     * Gives the length of the text that the user entered.
     *
     * @return the length
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has none
     */
    short getTextStringLength() throws ToolkitException;

    /**
     * Copies the text that the user entered.
     *
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @return the offset behind the last byte written
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has none
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short copyTextString(byte[] dstBuffer, short dstOffset)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the additional information to the general result.
     *
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @param dstLength the number of bytes
     * @return the offset behind the last byte written
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has no result
     * @throws ToolkitException {@link ToolkitException#OUT_OF_TLV_BOUNDARIES} if it is shorter
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short copyAdditionalInformation(byte[] dstBuffer, short dstOffset, short dstLength)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the data coding scheme of the text that the user entered.
     *
     * @return one of the {@code DCS} values
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has none
     */
    byte getTextStringCodingScheme() throws ToolkitException;

    /**
     * Gives the general result of the command.
     *
     * @return one of the {@code RES} constants
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has no result
     */
    byte getGeneralResult() throws ToolkitException;

    /**
     * Gives the identifier of the channel.
     *
     * @return the identifier
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has none
     */
    byte getChannelIdentifier() throws ToolkitException;

    /**
     * Copies the channel data received.
     *
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @param dstLength the number of bytes
     * @return the offset behind the last byte written
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if the response has none
     * @throws ToolkitException {@link ToolkitException#OUT_OF_TLV_BOUNDARIES} if they are shorter
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short copyChannelData(byte[] dstBuffer, short dstOffset, short dstLength)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the status of a channel.
     *
     * @param channelIdentifier the channel
     * @return the two bytes of the channel status
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if it is not told
     */
    short getChannelStatus(byte channelIdentifier) throws ToolkitException;
}
