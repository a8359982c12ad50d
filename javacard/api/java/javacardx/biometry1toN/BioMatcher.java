package javacardx.biometry1toN;

/** Matches a candidate against several sets of template data. */
public interface BioMatcher {
    /** The least score of a successful match. */
    short MINIMUM_SUCCESSFUL_MATCH_SCORE = 16384;

    /** Result of a match: more candidate data are needed. */
    short MATCH_NEEDS_MORE_DATA = -1;

    /**
     * Tells whether at least one set of template data is enrolled.
     *
     * @return true if so
     */
    boolean isInitialized();

    /**
     * Tells whether a candidate matched since the last reset.
     *
     * @return true if so
     */
    boolean isValidated();

    /** Clears the flag, and resets the try counter to its limit if the flag was set. */
    void reset();

    /**
     * Gives the number of failed matches that remain before the matcher blocks.
     *
     * @return the tries left
     */
    byte getTriesRemaining();

    /**
     * Gives the kind of biometry.
     *
     * @return one of the {@code Bio1toNBuilder} constants
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

    /**
     * Begins a match.
     *
     * @param candidate the array that holds the candidate's data, or their first part
     * @param offset where they begin
     * @param length their length
     * @return the score, at least {@code MINIMUM_SUCCESSFUL_MATCH_SCORE} on success, or
     *     {@code MATCH_NEEDS_MORE_DATA}
     * @throws Bio1toNException {@link Bio1toNException#INVALID_DATA} if the data are not of the right form
     * @throws Bio1toNException {@link Bio1toNException#NO_BIO_TEMPLATE_ENROLLED} if none is enrolled
     */
    short initMatch(byte[] candidate, short offset, short length) throws Bio1toNException;

    /**
     * Goes on with a match.
     *
     * @param candidate the array that holds more of the candidate's data
     * @param offset where they begin
     * @param length their length
     * @return the score, at least {@code MINIMUM_SUCCESSFUL_MATCH_SCORE} on success, or
     *     {@code MATCH_NEEDS_MORE_DATA}
     * @throws Bio1toNException {@link Bio1toNException#ILLEGAL_USE} if no match was begun
     * @throws Bio1toNException {@link Bio1toNException#INVALID_DATA} if the data are not of the right form
     */
    short match(byte[] candidate, short offset, short length) throws Bio1toNException;

    /**
     * Gives the number of sets that the matcher can hold.
     *
     * @return the number
     */
    short getMaxNbOfBioTemplateData();

    /**
     * Gives the index of the set that the last successful match was with.
     *
     * @return the index
     * @throws Bio1toNException {@link Bio1toNException#ILLEGAL_USE} if no candidate matched
     */
    short getIndexOfLastMatchingBioTemplateData() throws Bio1toNException;

    /**
     * Gives a set of template data.
     *
     * @param index its index
     * @return the set, or null if there is none
     * @throws Bio1toNException {@link Bio1toNException#ILLEGAL_VALUE} if the index is out of range
     */
    BioTemplateData getBioTemplateData(short index) throws Bio1toNException;
}
