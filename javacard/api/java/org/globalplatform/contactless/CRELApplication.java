package org.globalplatform.contactless;

import javacard.framework.Shareable;

/** Implemented by an application that follows the events of others (contactless registry event listener). */
public interface CRELApplication extends Shareable {
    /**
     * Tells of an event.
     *
     * @param applet the entry of the application that it concerns
     * @param event one of the {@code CLAppletEvent} constants
     */
    void notifyCLEvent(GPCLRegistryEntry applet, short event);
}
