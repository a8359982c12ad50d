package javacardx.framework.tlv;

/** The tag of a BER-TLV: class, kind and number. Its static methods work on bytes in arrays. */
public abstract class BERTag {
    /** Class: universal. */
    public static final byte BER_TAG_CLASS_MASK_UNIVERSAL = 0;

    /** Class: application. */
    public static final byte BER_TAG_CLASS_MASK_APPLICATION = 1;

    /** Class: context-specific. */
    public static final byte BER_TAG_CLASS_MASK_CONTEXT_SPECIFIC = 2;

    /** Class: private. */
    public static final byte BER_TAG_CLASS_MASK_PRIVATE = 3;

    /** Kind: constructed. */
    public static final boolean BER_TAG_TYPE_CONSTRUCTED = true;

    /** Kind: primitive. */
    public static final boolean BER_TAG_TYPE_PRIMITIVE = false;

    /** For the implementations on the card only. */
    protected BERTag() {
    }

    /**
     * Makes a tag of bytes: constructed or primitive, as they say.
     *
     * @param bArray the array that holds it
     * @param bOff where it begins
     * @return the tag
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not a tag
     * @throws TLVException {@link TLVException#TAG_SIZE_GREATER_THAN_127} or
     *     {@link TLVException#TAG_NUMBER_GREATER_THAN_32767} if it is too great
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native BERTag getInstance(byte[] bArray, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes a tag of its parts.
     *
     * @param tagClass one of the {@code BER_TAG_CLASS_MASK} constants
     * @param isConstructed true for a constructed tag
     * @param tagNumber the number
     * @param outArray the array to write to
     * @param bOff where to begin
     * @return the number of bytes written
     * @throws TLVException {@link TLVException#INVALID_PARAM} if class or number are out of range
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short toBytes(
            short tagClass, boolean isConstructed, short tagNumber, byte[] outArray, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the number of bytes of a tag.
     *
     * @param berTagArray the array that holds it
     * @param bOff where it begins
     * @return the number
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not a tag
     * @throws TLVException {@link TLVException#TAG_SIZE_GREATER_THAN_127} if it is too great
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native byte size(byte[] berTagArray, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the number of a tag.
     *
     * @param berTagArray the array that holds it
     * @param bOff where it begins
     * @return the number
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not a tag
     * @throws TLVException {@link TLVException#TAG_NUMBER_GREATER_THAN_32767} if it is too great
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short tagNumber(byte[] berTagArray, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether a tag is constructed.
     *
     * @param berTagArray the array that holds it
     * @param bOff where it begins
     * @return true if it is
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not a tag
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean isConstructed(byte[] berTagArray, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the class of a tag.
     *
     * @param berTagArray the array that holds it
     * @param bOff where it begins
     * @return one of the {@code BER_TAG_CLASS_MASK} constants
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not a tag
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native byte tagClass(byte[] berTagArray, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether bytes are a tag.
     *
     * @param berTagArray the array that holds them
     * @param bOff where they begin
     * @return true if they are
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean verifyFormat(byte[] berTagArray, short bOff)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the number of bytes of the tag.
     *
     * @return the number
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     * @throws TLVException {@link TLVException#TAG_SIZE_GREATER_THAN_127} if it is too great
     */
    public native byte size() throws TLVException;

    /**
     * Writes the tag.
     *
     * @param outBuf the array to write to
     * @param bOffset where to begin
     * @return the number of bytes written
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native short toBytes(byte[] outBuf, short bOffset)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the number.
     *
     * @return the number
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     * @throws TLVException {@link TLVException#TAG_NUMBER_GREATER_THAN_32767} if it is too great
     */
    public native short tagNumber() throws TLVException;

    /**
     * Tells whether the tag is constructed.
     *
     * @return true if it is
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     */
    public native boolean isConstructed() throws TLVException;

    /**
     * Gives the class.
     *
     * @return one of the {@code BER_TAG_CLASS_MASK} constants
     * @throws TLVException {@link TLVException#EMPTY_TAG} if the tag is not set yet
     */
    public native byte tagClass() throws TLVException;

    /**
     * Tells whether another tag is the same: class, kind and number.
     *
     * @param otherTag the other tag
     * @return true if it is
     */
    public native boolean equals(BERTag otherTag);

    /**
     * Sets the tag to bytes.
     *
     * @param bArray the array that holds a tag
     * @param bOff where it begins
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not a tag of this kind
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void init(byte[] bArray, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;
}
