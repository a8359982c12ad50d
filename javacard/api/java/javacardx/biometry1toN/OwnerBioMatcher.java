package javacardx.biometry1toN;

public interface OwnerBioMatcher extends BioMatcher {
    void putBioTemplateData(short p0, BioTemplateData p1);

    void resetUnblockAndSetTryLimit(byte p0);

    OwnerBioTemplateData getBioTemplateData(short p0);
}
