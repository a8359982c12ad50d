package javacardx.biometry1toN;

/** Template data as their owner sees them: they can be enrolled. */
public interface OwnerBioTemplateData extends BioTemplateData {
    /**
     * Begins an enrolment; data that are enrolled are lost.
     *
     * @param bArray the array that holds the first data
     * @param offset where they begin
     * @param length their length
     * @throws Bio1toNException {@link Bio1toNException#INVALID_DATA} if the data are not of the right form
     */
    void init(byte[] bArray, short offset, short length) throws Bio1toNException;

    /**
     * Goes on with an enrolment.
     *
     * @param bArray the array that holds more data
     * @param offset where they begin
     * @param length their length
     * @throws Bio1toNException {@link Bio1toNException#ILLEGAL_USE} if no enrolment was begun
     * @throws Bio1toNException {@link Bio1toNException#INVALID_DATA} if the data are not of the right form
     */
    void update(byte[] bArray, short offset, short length) throws Bio1toNException;

    /**
     * Ends an enrolment: the data can be matched from now on.
     *
     * @throws Bio1toNException {@link Bio1toNException#ILLEGAL_USE} if no enrolment was begun
     * @throws Bio1toNException {@link Bio1toNException#INVALID_DATA} if the data are not complete
     */
    void doFinal() throws Bio1toNException;
}
