package javacardx.biometry;

public interface OwnerBioTemplate extends BioTemplate {
    void init(byte[] p0, short p1, short p2);

    void update(byte[] p0, short p1, short p2);

    void doFinal();

    void resetUnblockAndSetTryLimit(byte p0);
}
