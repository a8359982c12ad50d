package javacard.framework;

/**
 * An owner's PIN that must be asked for with a lowered counter: the caller lowers the try counter first, then
 * checks, so that no cut of power and no fault lets a presentation go uncounted.
 */
public interface OwnerPINxWithPredecrement extends OwnerPINx {
    /**
     * Lowers the number of tries that remain by one and clears the validated flag; at zero it stays zero. It
     * must be called before each {@code check}.
     *
     * @return the tries left after it
     */
    byte decrementTriesRemaining();
}
