package org.globalplatform;

import javacard.framework.Shareable;

/** Implemented by an application that wants to know how an administration session over HTTP ended. */
public interface HTTPReportListener extends Shareable {
    /** The session ended well. */
    short HTTP_SESSION_NO_ERROR = 1;

    /** The session failed. */
    short HTTP_SESSION_ERROR = (short) 0x8001;

    /**
     * Tells how the session ended. (The name is spelled as in the specification.)
     *
     * @param status one of this interface's constants
     */
    void httpAdministationSessionReport(short status);
}
