package javacardx.biometry1toN;

public interface OwnerBioTemplateData extends BioTemplateData {
    void init(byte[] p0, short p1, short p2);

    void update(byte[] p0, short p1, short p2);

    void doFinal();
}
