package javacardx.biometry;

/**
 * An enrolled template that a candidate can be matched against. Like a PIN it has a counter of tries and a
 * flag that tells of success, both independent of transactions.
 */
public interface BioTemplate {
    /** The least score of a successful match. */
    short MINIMUM_SUCCESSFUL_MATCH_SCORE = 16384;

    /** Result of a match: more candidate data are needed. */
    short MATCH_NEEDS_MORE_DATA = -1;

    /**
     * Tells whether a candidate matched since the last reset.
     *
     * @return true if so
     */
    boolean isValidated();

    /**
     * Tells whether a template is enrolled.
     *
     * @return true if so
     */
    boolean isInitialized();

    /**
     * Copies the public part of the template.
     *
     * @param publicOffset where to begin in it
     * @param dest the array to copy to
     * @param destOffset where to begin
     * @param length the number of bytes at most
     * @return the number of bytes copied
     * @throws BioException {@link BioException#NO_TEMPLATES_ENROLLED} if none is enrolled
     */
    short getPublicTemplateData(short publicOffset, byte[] dest, short destOffset, short length) throws BioException;

    /**
     * Gives the kind of biometry.
     *
     * @return one of the {@code BioBuilder} constants
     */
    byte getBioType();

    /**
     * Copies the version and identifier of the matching algorithm.
     *
     * @param dest the array to copy to
     * @param offset where to begin
     * @return the number of bytes copied
     */
    short getVersion(byte[] dest, short offset);

    /** Clears the flag, and resets the try counter to its limit if the flag was set. */
    void reset();

    /**
     * Gives the number of failed matches that remain before the template blocks.
     *
     * @return the tries left
     */
    byte getTriesRemaining();

    /**
     * Begins a match.
     *
     * @param candidate the array that holds the candidate's data, or their first part
     * @param offset where they begin
     * @param length their length
     * @return the score, at least {@code MINIMUM_SUCCESSFUL_MATCH_SCORE} on success, or
     *     {@code MATCH_NEEDS_MORE_DATA}
     * @throws BioException {@link BioException#INVALID_DATA} if the data are not of the right form
     * @throws BioException {@link BioException#NO_TEMPLATES_ENROLLED} if none is enrolled
     */
    short initMatch(byte[] candidate, short offset, short length) throws BioException;

    /**
     * Goes on with a match.
     *
     * @param candidate the array that holds more of the candidate's data
     * @param offset where they begin
     * @param length their length
     * @return the score, at least {@code MINIMUM_SUCCESSFUL_MATCH_SCORE} on success, or
     *     {@code MATCH_NEEDS_MORE_DATA}
     * @throws BioException {@link BioException#ILLEGAL_USE} if no match was begun
     * @throws BioException {@link BioException#INVALID_DATA} if the data are not of the right form
     * @throws BioException {@link BioException#NO_TEMPLATES_ENROLLED} if none is enrolled
     */
    short match(byte[] candidate, short offset, short length) throws BioException;
}
