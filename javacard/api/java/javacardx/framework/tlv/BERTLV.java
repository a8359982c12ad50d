package javacardx.framework.tlv;

/** A BER-TLV: tag, length and value. Its static methods work on bytes in arrays. */
public abstract class BERTLV {
    /** For the implementations on the card only. */
    protected BERTLV() {
    }

    /**
     * Makes an object of bytes: constructed or primitive, as the tag says, with the TLVs within.
     *
     * @param bArray the array that holds the TLV
     * @param bOff where it begins
     * @param bLen its length
     * @return the object
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not a TLV
     * @throws TLVException {@link TLVException#ILLEGAL_SIZE} if the TLV has another length
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room for it
     * @throws TLVException {@link TLVException#TLV_SIZE_GREATER_THAN_32767} or
     *     {@link TLVException#TAG_SIZE_GREATER_THAN_127} or
     *     {@link TLVException#TAG_NUMBER_GREATER_THAN_32767} if it is too great
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native BERTLV getInstance(byte[] bArray, short bOff, short bLen)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether bytes are a TLV.
     *
     * @param berTlvArray the array that holds them
     * @param bOff where they begin
     * @param bLen their length
     * @return true if they are
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean verifyFormat(byte[] berTlvArray, short bOff, short bLen)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the tag of a TLV.
     *
     * @param berTLVArray the array that holds the TLV
     * @param bTLVOff where it begins
     * @param berTagArray the array to copy to
     * @param bTagOff where to begin
     * @return the length of the tag
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not a TLV
     * @throws TLVException {@link TLVException#TAG_SIZE_GREATER_THAN_127} if it is too great
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short getTag(byte[] berTLVArray, short bTLVOff, byte[] berTagArray, short bTagOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the length of a TLV's value.
     *
     * @param berTLVArray the array that holds the TLV
     * @param bOff where it begins
     * @return the length
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not a TLV
     * @throws TLVException {@link TLVException#TLV_LENGTH_GREATER_THAN_32767} if it is too great
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short getLength(byte[] berTLVArray, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes the TLV.
     *
     * @param outBuf the array to write to
     * @param bOff where to begin
     * @return the number of bytes written
     * @throws TLVException {@link TLVException#EMPTY_TLV} if the TLV has no tag yet
     * @throws TLVException {@link TLVException#TLV_SIZE_GREATER_THAN_32767} if it is too great
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short toBytes(byte[] outBuf, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the tag.
     *
     * @return the tag
     * @throws TLVException {@link TLVException#EMPTY_TLV} if the TLV has no tag yet
     */
    public native BERTag getTag() throws TLVException;

    /**
     * Gives the length of the value.
     *
     * @return the length
     * @throws TLVException {@link TLVException#EMPTY_TLV} if the TLV has no tag yet
     * @throws TLVException {@link TLVException#TLV_LENGTH_GREATER_THAN_32767} if it is too great
     */
    public native short getLength() throws TLVException;

    /**
     * Gives the number of bytes of the whole TLV.
     *
     * @return the number
     * @throws TLVException {@link TLVException#EMPTY_TLV} if the TLV has no tag yet
     * @throws TLVException {@link TLVException#TLV_SIZE_GREATER_THAN_32767} if it is too great
     */
    public native short size() throws TLVException;

    /**
     * Sets the TLV to bytes.
     *
     * @param bArray the array that holds a TLV
     * @param bOff where it begins
     * @param bLen its length
     * @return the number of bytes
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not a TLV of this kind
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room for it
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract short init(byte[] bArray, short bOff, short bLen)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;
}
