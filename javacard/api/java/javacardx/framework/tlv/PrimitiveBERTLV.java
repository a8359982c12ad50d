package javacardx.framework.tlv;

/** A primitive BER-TLV: its value is bytes. */
public class PrimitiveBERTLV extends BERTLV {
    /**
     * Makes an empty TLV.
     *
     * @param numValueBytes the number of bytes to have room for
     * @throws TLVException {@link TLVException#INVALID_PARAM} if it is negative
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room
     */
    public PrimitiveBERTLV(short numValueBytes) throws TLVException {
    }

    /**
     * Gives the offset of the value of a TLV in an array.
     *
     * @param berTLVArray the array that holds the TLV
     * @param bTLVOff where it begins
     * @return the offset
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not a primitive TLV
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short getValueOffset(byte[] berTLVArray, short bTLVOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes a TLV of a tag and a value in arrays.
     *
     * @param berTagArray the array that holds the tag
     * @param berTagOff where it begins
     * @param valueArray the array that holds the value
     * @param vOff where it begins
     * @param vLen its length
     * @param outBuf the array to write to
     * @param bOff where to begin
     * @return the number of bytes written
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not the tag of a primitive TLV
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short toBytes(
            byte[] berTagArray, short berTagOff, byte[] valueArray, short vOff, short vLen, byte[] outBuf, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Appends bytes to the value of a TLV in an array.
     *
     * @param berTLVArray the array that holds the TLV
     * @param bTLVOff where it begins
     * @param vArray the array that holds the bytes
     * @param vOff where they begin
     * @param vLen their length
     * @return the size of the result
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not a primitive TLV
     * @throws TLVException {@link TLVException#TLV_SIZE_GREATER_THAN_32767} if it is too great
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short appendValue(byte[] berTLVArray, short bTLVOff, byte[] vArray, short vOff, short vLen)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the TLV to bytes.
     *
     * @param bArray the array that holds a TLV
     * @param bOff where it begins
     * @param bLen its length
     * @return the number of bytes
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not a primitive TLV
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room for it
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short init(byte[] bArray, short bOff, short bLen)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the TLV to a tag and a value.
     *
     * @param tag the tag
     * @param vArray the array that holds the value
     * @param vOff where it begins
     * @param vLen its length
     * @return the size of the result
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short init(PrimitiveBERTag tag, byte[] vArray, short vOff, short vLen)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Appends bytes to the value.
     *
     * @param vArray the array that holds the bytes
     * @param vOff where they begin
     * @param vLen their length
     * @return the size of the result
     * @throws TLVException {@link TLVException#EMPTY_TLV} if the TLV has no tag yet
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short appendValue(byte[] vArray, short vOff, short vLen)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Replaces the value.
     *
     * @param vArray the array that holds the new one
     * @param vOff where it begins
     * @param vLen its length
     * @return the size of the result
     * @throws TLVException {@link TLVException#EMPTY_TLV} if the TLV has no tag yet
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short replaceValue(byte[] vArray, short vOff, short vLen)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the value.
     *
     * @param tlvValue the array to copy to
     * @param tOff where to begin
     * @return the number of bytes copied
     * @throws TLVException {@link TLVException#EMPTY_TLV} if the TLV has no tag yet
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short getValue(byte[] tlvValue, short tOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;
}
