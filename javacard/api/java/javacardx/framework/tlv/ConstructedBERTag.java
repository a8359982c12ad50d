package javacardx.framework.tlv;

/** The tag of a constructed BER-TLV. */
public final class ConstructedBERTag extends BERTag {
    /** Makes a tag that is not set yet. */
    public ConstructedBERTag() {
    }

    /**
     * Sets the tag to bytes.
     *
     * @param bArray the array that holds a tag
     * @param bOff where it begins
     * @throws TLVException {@link TLVException#MALFORMED_TAG} if the bytes are not the tag of a constructed
     *     TLV
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native void init(byte[] bArray, short bOff)
            throws TLVException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets the tag to its parts.
     *
     * @param tagClass one of the {@code BER_TAG_CLASS_MASK} constants
     * @param tagNumber the number
     * @throws TLVException {@link TLVException#INVALID_PARAM} if either is out of range
     */
    public native void init(byte tagClass, short tagNumber) throws TLVException;
}
