package javacard.framework;

/**
 * Implemented by an applet that may be active on several logical channels at once, or while another applet of
 * its package is. If one applet of a package implements it, all must.
 */
public interface MultiSelectable {
    /**
     * Called instead of {@code Applet.select()} when this instance, or another of its package, is active on
     * another channel already.
     *
     * @param appInstAlreadyActive true if this very instance is active already; false if only another of its
     *     package is
     * @return true to accept the selection, false to refuse it
     */
    boolean select(boolean appInstAlreadyActive);

    /**
     * Called instead of {@code Applet.deselect()} when this instance, or another of its package, stays active
     * on another channel.
     *
     * @param appInstStillActive true if this very instance stays active
     */
    void deselect(boolean appInstStillActive);
}
