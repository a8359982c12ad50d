package org.globalplatform.contactless;

import org.globalplatform.GPRegistryEntry;

/**
 * Implemented by the application that manages contactless applications for the user (contactless registry
 * service).
 */
public interface CRSApplication extends CRELApplication {
    /**
     * Asks whether a request is granted.
     *
     * @param requester the entry of the application that asks
     * @param target the entry of the application that it concerns
     * @param request one of the {@code CLAppletEvent} constants
     * @return true to grant it
     */
    boolean processCLRequest(GPRegistryEntry requester, GPCLRegistryEntry target, short request);
}
