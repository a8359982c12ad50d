package org.globalplatform.filesystem;

import javacard.framework.APDU;
import javacard.framework.Shareable;

/** The card's global master file. */
public interface GlobalMasterFile extends Shareable {
    /** Selects the master file. */
    void selectMF();

    /**
     * Works on a SELECT of a file.
     *
     * @param apdu the command
     * @return true if it was one for the master file
     */
    boolean processSelectFile(APDU apdu);

    /**
     * Works on a READ BINARY.
     *
     * @param apdu the command
     * @return true if it was one for the master file
     */
    boolean processReadBinary(APDU apdu);

    /**
     * Works on a READ RECORD.
     *
     * @param apdu the command
     * @return true if it was one for the master file
     */
    boolean processReadRecord(APDU apdu);
}
