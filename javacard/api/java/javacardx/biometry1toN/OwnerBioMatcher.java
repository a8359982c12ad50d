package javacardx.biometry1toN;

/** A matcher as its owner sees it: sets of template data can be put in, and it can be unblocked. */
public interface OwnerBioMatcher extends BioMatcher {
    /**
     * Puts a set of template data in, or takes one out.
     *
     * @param index its index
     * @param bioTemplateData the set, or null to take it out
     * @throws Bio1toNException {@link Bio1toNException#BIO_TEMPLATE_DATA_CAPACITY_EXCEEDED} if there is no
     *     room for it
     * @throws Bio1toNException {@link Bio1toNException#MISMATCHED_BIO_TYPE} if it is of another kind of
     *     biometry
     * @throws Bio1toNException {@link Bio1toNException#ILLEGAL_VALUE} if the index is out of range
     */
    void putBioTemplateData(short index, BioTemplateData bioTemplateData) throws Bio1toNException;

    /**
     * Clears the flag, unblocks the matcher and sets its limit of tries.
     *
     * @param newTryLimit the limit, at least 1
     * @throws Bio1toNException {@link Bio1toNException#ILLEGAL_VALUE} if it is less than 1
     */
    void resetUnblockAndSetTryLimit(byte newTryLimit) throws Bio1toNException;

    /**
     * Gives a set of template data as its owner sees it.
     *
     * @param index its index
     * @return the set, or null if there is none
     * @throws Bio1toNException {@link Bio1toNException#ILLEGAL_VALUE} if the index is out of range
     */
    OwnerBioTemplateData getBioTemplateData(short index) throws Bio1toNException;
}
