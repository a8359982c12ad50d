package javacardx.biometry;

import javacard.framework.Shareable;

/** A template that other applets may match against. */
public interface SharedBioTemplate extends BioTemplate, Shareable {
}
