package javacardx.biometry;

public interface BioTemplate {
    short MINIMUM_SUCCESSFUL_MATCH_SCORE = 16384;

    short MATCH_NEEDS_MORE_DATA = -1;

    boolean isValidated();

    boolean isInitialized();

    short getPublicTemplateData(short p0, byte[] p1, short p2, short p3);

    byte getBioType();

    short getVersion(byte[] p0, short p1);

    void reset();

    byte getTriesRemaining();

    short initMatch(byte[] p0, short p1, short p2);

    short match(byte[] p0, short p1, short p2);
}
