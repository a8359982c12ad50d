package javacardx.biometry1toN;

/** The template data of one finger, eye and so on. */
public interface BioTemplateData {
    /**
     * Gives the kind of biometry.
     *
     * @return one of the {@code Bio1toNBuilder} constants
     */
    byte getBioType();

    /**
     * Tells whether the data are enrolled.
     *
     * @return true if so
     */
    boolean isInitialized();

    /**
     * Copies the public part of the data.
     *
     * @param publicOffset where to begin in it
     * @param dest the array to copy to
     * @param destOffset where to begin
     * @param length the number of bytes at most
     * @return the number of bytes copied
     * @throws Bio1toNException {@link Bio1toNException#NO_BIO_TEMPLATE_ENROLLED} if none is enrolled
     */
    short getPublicData(short publicOffset, byte[] dest, short destOffset, short length) throws Bio1toNException;
}
