package javacardx.framework.tlv;

/** A constructed BER-TLV: its value is TLVs. */
public final class ConstructedBERTLV extends BERTLV {
    /**
     * Makes an empty TLV.
     *
     * @param numTLVs the number of TLVs to have room for
     * @throws TLVException {@link TLVException#INVALID_PARAM} if it is negative
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room
     */
    public ConstructedBERTLV(short numTLVs) throws TLVException {
    }

    /**
     * Appends a TLV in an array to the constructed one in another.
     *
     * @param berTLVInArray the array that holds the TLV to append
     * @param bTLVInOff where it begins
     * @param berTLVOutArray the array that holds the constructed TLV
     * @param bTLVOutOff where it begins
     * @return the size of the result
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if either is not such a TLV
     * @throws TLVException {@link TLVException#TLV_SIZE_GREATER_THAN_32767} if it is too great
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short append(byte[] berTLVInArray, short bTLVInOff, byte[] berTLVOutArray, short bTLVOutOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds the first TLV of a tag within a constructed one.
     *
     * @param berTLVArray the array that holds the constructed TLV
     * @param bTLVOff where it begins
     * @param berTagArray the array that holds the tag, or null for any
     * @param bTagOff where it begins
     * @return the offset of the TLV found, or -1
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not such a TLV
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not a tag
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short find(byte[] berTLVArray, short bTLVOff, byte[] berTagArray, short bTagOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds the next TLV of a tag within a constructed one.
     *
     * @param berTLVArray the array that holds the constructed TLV
     * @param bTLVOff where it begins
     * @param startOffset the offset of the TLV found last
     * @param berTagArray the array that holds the tag, or null for any
     * @param bTagOff where it begins
     * @return the offset of the TLV found, or -1
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not such a TLV
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not a tag
     * @throws TLVException {@link TLVException#INVALID_PARAM} if the start is not within the TLV
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short findNext(
            byte[] berTLVArray, short bTLVOff, short startOffset, byte[] berTagArray, short bTagOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the TLV to bytes.
     *
     * @param bArray the array that holds a TLV
     * @param bOff where it begins
     * @param bLen its length
     * @return the number of bytes
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not a constructed TLV
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room for it
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short init(byte[] bArray, short bOff, short bLen)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the TLV to a tag and one TLV.
     *
     * @param tag the tag
     * @param aTLV the TLV within, kept by reference
     * @return the size of the result
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     * @throws TLVException {@link TLVException#EMPTY_TLV} if the TLV within has no tag yet
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room
     * @throws NullPointerException if an array or object given is null
     */
    public native short init(ConstructedBERTag tag, BERTLV aTLV) throws TLVException, NullPointerException;

    /**
     * Sets the TLV to a tag and the TLVs in bytes.
     *
     * @param tag the tag
     * @param vArray the array that holds the TLVs
     * @param vOff where they begin
     * @param vLen their length
     * @return the size of the result
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     * @throws TLVException {@link TLVException#MALFORMED_TLV} if the bytes are not TLVs
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short init(ConstructedBERTag tag, byte[] vArray, short vOff, short vLen)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Appends a TLV, which is kept by reference.
     *
     * @param aTLV the TLV
     * @return the size of the result
     * @throws TLVException {@link TLVException#INVALID_PARAM} if it is this one, or contains it
     * @throws TLVException {@link TLVException#EMPTY_TLV} if either has no tag yet
     * @throws TLVException {@link TLVException#INSUFFICIENT_STORAGE} if there is no room
     * @throws NullPointerException if an array or object given is null
     */
    public native short append(BERTLV aTLV) throws TLVException, NullPointerException;

    /**
     * Takes a TLV out.
     *
     * @param aTLV the TLV
     * @param occurrenceNum which of its occurrences, from 1
     * @return the size of the result
     * @throws TLVException {@link TLVException#INVALID_PARAM} if there is no such occurrence
     * @throws TLVException {@link TLVException#EMPTY_TLV} if the TLV has no tag yet
     * @throws NullPointerException if an array or object given is null
     */
    public native short delete(BERTLV aTLV, short occurrenceNum) throws TLVException, NullPointerException;

    /**
     * Finds the first TLV of a tag.
     *
     * @param tag the tag, or null for any
     * @return the TLV, or null
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     */
    public native BERTLV find(BERTag tag) throws TLVException;

    /**
     * Finds the next TLV of a tag.
     *
     * @param tag the tag, or null for any
     * @param aTLV the TLV to begin behind
     * @param occurrenceNum which of its occurrences, from 1
     * @return the TLV, or null
     * @throws TLVException {@link TLVException#INVALID_PARAM} if there is no such occurrence
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     * @throws NullPointerException if an array or object given is null
     */
    public native BERTLV findNext(BERTag tag, BERTLV aTLV, short occurrenceNum)
            throws TLVException, NullPointerException;
}
