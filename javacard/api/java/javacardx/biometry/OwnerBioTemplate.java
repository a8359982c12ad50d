package javacardx.biometry;

/** A template as its owner sees it: it can be enrolled and unblocked. */
public interface OwnerBioTemplate extends BioTemplate {
    /**
     * Begins an enrolment; a template that is enrolled is lost.
     *
     * @param bArray the array that holds the first data
     * @param offset where they begin
     * @param length their length
     * @throws BioException {@link BioException#INVALID_DATA} if the data are not of the right form
     */
    void init(byte[] bArray, short offset, short length) throws BioException;

    /**
     * Goes on with an enrolment.
     *
     * @param bArray the array that holds more data
     * @param offset where they begin
     * @param length their length
     * @throws BioException {@link BioException#ILLEGAL_USE} if no enrolment was begun
     * @throws BioException {@link BioException#INVALID_DATA} if the data are not of the right form
     */
    void update(byte[] bArray, short offset, short length) throws BioException;

    /**
     * Ends an enrolment: the template can be matched from now on.
     *
     * @throws BioException {@link BioException#ILLEGAL_USE} if no enrolment was begun
     * @throws BioException {@link BioException#INVALID_DATA} if the data are not complete
     */
    void doFinal() throws BioException;

    /**
     * Clears the flag, unblocks the template and sets its limit of tries.
     *
     * @param newTryLimit the limit, at least 1
     * @throws BioException {@link BioException#ILLEGAL_VALUE} if it is less than 1
     */
    void resetUnblockAndSetTryLimit(byte newTryLimit) throws BioException;
}
