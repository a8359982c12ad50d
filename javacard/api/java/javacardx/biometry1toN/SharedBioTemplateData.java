package javacardx.biometry1toN;

import javacard.framework.Shareable;

/** Template data that other applets may see. */
public interface SharedBioTemplateData extends BioTemplateData, Shareable {
}
