package javacard.framework;

/**
 * An application identifier (ISO/IEC 7816-5): 5 to 16 bytes, the first five of which name the registered
 * provider (RID). The card's own AID objects are permanent entry points and may be kept by any applet.
 */
public class AID {
    /**
     * Makes an AID of bytes.
     *
     * @param bArray the array that holds the AID
     * @param offset where it begins
     * @param length its length, 5 to 16
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the length is not 5 to 16
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public AID(byte[] bArray, short offset, byte length)
            throws SystemException, ArrayIndexOutOfBoundsException, NullPointerException {
    }

    /**
     * Tells whether the provider part of another AID is the same as this one's.
     *
     * @param otherAID the AID to compare with, or null
     * @return true if the first five bytes are the same; false if not, or for null
     */
    public final native boolean RIDEquals(AID otherAID);

    /**
     * Tells whether an object is an AID with the same bytes.
     *
     * @param anObject the object to compare with, or null
     * @return true if it is an AID of the same bytes
     */
    public final native boolean equals(Object anObject);

    /**
     * Tells whether bytes are this AID, all of it.
     *
     * @param bArray the array that holds the bytes, or null
     * @param offset where they begin
     * @param length their number
     * @return true if they are this AID; false if not, or for null
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     */
    public final native boolean equals(byte[] bArray, short offset, byte length)
            throws ArrayIndexOutOfBoundsException;

    /**
     * Copies the AID's bytes.
     *
     * @param dest the array to copy to
     * @param offset where to begin
     * @return the length of the AID
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public final native byte getBytes(byte[] dest, short offset)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether this AID begins with the bytes given.
     *
     * @param bArray the array that holds the bytes, or null
     * @param offset where they begin
     * @param length their number
     * @return true if the AID begins with them; false if not, for null, or when there are more of them than
     *     the AID has
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     */
    public final native boolean partialEquals(byte[] bArray, short offset, byte length)
            throws ArrayIndexOutOfBoundsException;

    /**
     * Copies a part of the AID's bytes.
     *
     * @param aidOffset the first byte of the AID to copy
     * @param dest the array to copy to
     * @param oOffset where to begin
     * @param oLength the number of bytes; 0 for all to the end
     * @return the number of bytes copied
     * @throws ArrayIndexOutOfBoundsException or the part lies outside the AID
     * @throws NullPointerException if an array or object given is null
     */
    public final native byte getPartialBytes(short aidOffset, byte[] dest, short oOffset, byte oLength)
            throws ArrayIndexOutOfBoundsException, NullPointerException;
}
