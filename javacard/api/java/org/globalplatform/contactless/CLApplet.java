package org.globalplatform.contactless;

import javacard.framework.Shareable;

/** Implemented by a contactless applet that wants to know of events that concern it. */
public interface CLApplet extends Shareable {
    /**
     * Tells of an event.
     *
     * @param sEvent one of the {@code CLAppletEvent} constants
     */
    void notifyCLEvent(short sEvent);
}
