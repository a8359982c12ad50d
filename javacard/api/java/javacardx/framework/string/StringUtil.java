package javacardx.framework.string;

/**
 * Works on UTF-8 strings in byte arrays. Where a result is written, source and destination may not overlap
 * unless they begin at the same place.
 */
public final class StringUtil {
    /** Encoding: UTF-8. */
    public static final byte UTF_8 = 1;

    /** Encoding: UTF-16 with a byte order mark. */
    public static final byte UTF_16 = 2;

    /** Encoding: UTF-16, the low byte first. */
    public static final byte UTF_16_LE = 3;

    /** Encoding: UTF-16, the high byte first. */
    public static final byte UTF_16_BE = 4;

    /** Encoding: UCS-2, the high byte first. */
    public static final byte UCS_2 = 5;

    /** Encoding: the default alphabet of GSM (3GPP TS 23.038), unpacked. */
    public static final byte GSM_7 = 6;

    /** Encoding: ISO/IEC 8859-1 (Latin 1). */
    public static final byte ISO_8859_1 = 7;

    /** The first of the numbers for encodings of a card's own. */
    public static final byte PROP_ENCODING_EXT = 64;

    /** No object is of use: all methods are static. */
    private StringUtil() {
    }

    /**
     * Counts the characters of a string.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @return the number of characters
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short codePointCount(byte[] aString, short offset, short length)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the character at a place.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param index the place in the string, in bytes
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @return the bytes of the character
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws IndexOutOfBoundsException if the place is outside the string
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short codePointAt(
            byte[] aString, short offset, short length, short index, byte[] dstBuffer, short dstOffset)
            throws StringException, IndexOutOfBoundsException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies the character before a place.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param index the place in the string, in bytes
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @return the bytes of the character
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws IndexOutOfBoundsException if the place is outside the string
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short codePointBefore(
            byte[] aString, short offset, short length, short index, byte[] dstBuffer, short dstOffset)
            throws StringException, IndexOutOfBoundsException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the place that lies a number of characters from another.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param index the place to begin at, in bytes
     * @param codePointOffset the number of characters, negative for backwards
     * @return the place, in bytes
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws IndexOutOfBoundsException if it would lie outside the string
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short offsetByCodePoints(
            byte[] aString, short offset, short length, short index, short codePointOffset)
            throws StringException, IndexOutOfBoundsException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Compares two strings character by character.
     *
     * @param ignoreCase true to take upper and lower case as equal
     * @param aString the array that holds the first string
     * @param offset where it begins
     * @param length its length in bytes
     * @param anotherString the array that holds the second string
     * @param ooffset where it begins
     * @param olength its length in bytes
     * @return 0 if they are equal, less than 0 if the first comes before, more if after the second
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short compare(
            boolean ignoreCase, byte[] aString, short offset, short length, byte[] anotherString, short ooffset,
            short olength) throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Finds the first place of a string in another.
     *
     * @param aString the array that holds the string to search
     * @param offset where it begins
     * @param length its length in bytes
     * @param subString the array that holds the string to find
     * @param soffset where it begins
     * @param slength its length in bytes
     * @return the place in bytes, or -1
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short indexOf(
            byte[] aString, short offset, short length, byte[] subString, short soffset, short slength)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies a string with each place of one string in it replaced by another.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param oldSubstring the array that holds the string to replace
     * @param ooffset where it begins
     * @param olength its length in bytes
     * @param newSubstring the array that holds the string to put in its place
     * @param noffset where it begins
     * @param nlength its length in bytes
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @return the length of the result
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short replace(
            byte[] aString, short offset, short length, byte[] oldSubstring, short ooffset, short olength,
            byte[] newSubstring, short noffset, short nlength, byte[] dstBuffer, short dstOffset)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies a string in lower case.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @return the length of the result
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short toLowerCase(
            byte[] aString, short offset, short length, byte[] dstBuffer, short dstOffset)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies a string in upper case.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @return the length of the result
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short toUpperCase(
            byte[] aString, short offset, short length, byte[] dstBuffer, short dstOffset)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies a string without the white space at its ends.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @return the length of the result
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short trim(byte[] aString, short offset, short length, byte[] dstBuffer, short dstOffset)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes a boolean as a string: true or false.
     *
     * @param b the boolean
     * @param dstBuffer the array to write to
     * @param dstOffset where to begin
     * @return the length of the result
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short valueOf(boolean b, byte[] dstBuffer, short dstOffset)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Reads a boolean: true if the string says so, in whichever case.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @return the boolean
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean parseBoolean(byte[] aString, short offset, short length)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes a short in decimal.
     *
     * @param i the number
     * @param dstBuffer the array to write to
     * @param dstOffset where to begin
     * @return the length of the result
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short valueOf(short i, byte[] dstBuffer, short dstOffset)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Reads a short in decimal.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @return the number
     * @throws StringException {@link StringException#ILLEGAL_NUMBER_FORMAT} if the string is not such a
     *     number
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short parseShortInteger(byte[] aString, short offset, short length)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Writes an integer of up to 64 bits in decimal.
     *
     * @param l the number: up to four shorts, the most significant first
     * @param dstBuffer the array to write to
     * @param dstOffset where to begin
     * @return the length of the result
     * @throws StringException {@link StringException#ILLEGAL_NUMBER_FORMAT} if the array has more than four
     *     elements
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short valueOf(short[] l, byte[] dstBuffer, short dstOffset)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Reads an integer of 64 bits in decimal.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param dstArray the array that takes four shorts, the most significant first
     * @param dstOffset the index of the first
     * @return the number of elements written
     * @throws StringException {@link StringException#ILLEGAL_NUMBER_FORMAT} if the string is not such a
     *     number
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short parseLongInteger(
            byte[] aString, short offset, short length, short[] dstArray, short dstOffset)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Converts a string to another encoding.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param dstBuffer the array to write to
     * @param dstOffset where to begin
     * @param encoding one of this class's constants
     * @return the length of the result
     * @throws StringException {@link StringException#UNSUPPORTED_ENCODING} if the card lacks the encoding
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short convertTo(
            byte[] aString, short offset, short length, byte[] dstBuffer, short dstOffset, byte encoding)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Converts a string from another encoding.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param dstBuffer the array to write to
     * @param dstOffset where to begin
     * @param encoding one of this class's constants
     * @return the length of the result
     * @throws StringException {@link StringException#UNSUPPORTED_ENCODING} if the card lacks the encoding
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not of the
     *     encoding
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short convertFrom(
            byte[] aString, short offset, short length, byte[] dstBuffer, short dstOffset, byte encoding)
            throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether bytes are UTF-8.
     *
     * @param aString the array that holds the bytes
     * @param offset where they begin
     * @param length their length
     * @return true if they are
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean check(byte[] aString, short offset, short length)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether a string begins with the first characters of another.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param prefix the array that holds the other
     * @param poffset where it begins
     * @param plength its length in bytes
     * @param codePointCount the number of its characters, -1 for all
     * @return true if it does
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean startsWith(
            byte[] aString, short offset, short length, byte[] prefix, short poffset, short plength,
            short codePointCount) throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether a string ends with the last characters of another.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param suffix the array that holds the other
     * @param soffset where it begins
     * @param slength its length in bytes
     * @param codePointCount the number of its characters, -1 for all
     * @return true if it does
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean endsWith(
            byte[] aString, short offset, short length, byte[] suffix, short soffset, short slength,
            short codePointCount) throws StringException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Copies a part of a string.
     *
     * @param aString the array that holds the string
     * @param offset where it begins
     * @param length its length in bytes
     * @param codePointBeginIndex the first character
     * @param codePointEndIndex the character behind the last
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @return the length of the result
     * @throws StringException {@link StringException#INVALID_BYTE_SEQUENCE} if the bytes are not UTF-8
     * @throws IndexOutOfBoundsException if an index lies outside the string
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short substring(
            byte[] aString, short offset, short length, short codePointBeginIndex, short codePointEndIndex,
            byte[] dstBuffer, short dstOffset)
            throws StringException, IndexOutOfBoundsException, ArrayIndexOutOfBoundsException, NullPointerException;
}
