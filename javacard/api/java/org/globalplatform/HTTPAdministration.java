package org.globalplatform;

import javacard.framework.Shareable;

/** Asks a security domain for an administration session over HTTP. */
public interface HTTPAdministration extends Shareable {
    /**
     * Asks for a session.
     *
     * @param buffer the array that holds the session's parameters
     * @param offset where they begin
     * @param length their length
     */
    void requestHTTPAdministrationSession(byte[] buffer, short offset, short length);
}
