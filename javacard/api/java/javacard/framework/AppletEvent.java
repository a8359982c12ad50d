package javacard.framework;

/** Implemented by an applet that wants to be told before it is deleted. */
public interface AppletEvent {
    /**
     * Called by the card before this applet instance is deleted, to let it release what others hold of it.
     * The deletion may still fail afterwards, so the instance must stay usable. An exception is ignored, and
     * a transaction left open is aborted.
     */
    void uninstall();
}
