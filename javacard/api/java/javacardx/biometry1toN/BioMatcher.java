package javacardx.biometry1toN;

public interface BioMatcher {
    short MINIMUM_SUCCESSFUL_MATCH_SCORE = 16384;

    short MATCH_NEEDS_MORE_DATA = -1;

    boolean isInitialized();

    boolean isValidated();

    void reset();

    byte getTriesRemaining();

    byte getBioType();

    short getVersion(byte[] p0, short p1);

    short initMatch(byte[] p0, short p1, short p2);

    short match(byte[] p0, short p1, short p2);

    short getMaxNbOfBioTemplateData();

    short getIndexOfLastMatchingBioTemplateData();

    BioTemplateData getBioTemplateData(short p0);
}
