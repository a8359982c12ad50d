package sim.toolkit;

/** What the mobile equipment can do, as it told in TERMINAL PROFILE. */
public final class MEProfile {
    /** No object is of use: all methods are static. */
    private MEProfile() {
    }

    /**
     * Tells whether the terminal has a facility.
     *
     * @param index the number of its bit in the terminal profile
     * @return true if it has
     * @throws ToolkitException {@link ToolkitException#ME_PROFILE_NOT_AVAILABLE} if the terminal has not told
     *     its profile
     */
    public static native boolean check(byte index) throws ToolkitException;

    /**
     * Tells whether the terminal has all facilities of a mask.
     *
     * @param mask the array that holds the mask
     * @param offset where it begins
     * @param length its length
     * @return true if it has
     * @throws ToolkitException {@link ToolkitException#ME_PROFILE_NOT_AVAILABLE} if the terminal has not told
     *     its profile
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native boolean check(byte[] mask, short offset, short length)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells whether the terminal has a facility.
     *
     * @param index the number of its bit in the terminal profile
     * @return true if it has
     * @throws ToolkitException {@link ToolkitException#ME_PROFILE_NOT_AVAILABLE} if the terminal has not told
     *     its profile
     */
    public static native boolean check(short index) throws ToolkitException;

    /**
     * Gives a number that bits of the terminal profile make.
     *
     * @param indexMSB the number of the highest bit
     * @param indexLSB the number of the lowest bit
     * @return the number
     * @throws ToolkitException {@link ToolkitException#ME_PROFILE_NOT_AVAILABLE} if the terminal has not told
     *     its profile
     */
    public static native short getValue(short indexMSB, short indexLSB) throws ToolkitException;

    /**
     * Copies a part of the terminal profile.
     *
     * @param startOffset where to begin in it
     * @param dstBuffer the array to copy to
     * @param dstOffset where to begin
     * @param dstLength the number of bytes
     * @return the offset behind the last byte written
     * @throws ToolkitException {@link ToolkitException#ME_PROFILE_NOT_AVAILABLE} if the terminal has not told
     *     its profile
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short copy(short startOffset, byte[] dstBuffer, short dstOffset, short dstLength)
            throws ToolkitException, ArrayIndexOutOfBoundsException, NullPointerException;
}
