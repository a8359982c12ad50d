package javacardx.biometry1toN;

public interface BioTemplateData {
    byte getBioType();

    boolean isInitialized();

    short getPublicData(short p0, byte[] p1, short p2, short p3);
}
