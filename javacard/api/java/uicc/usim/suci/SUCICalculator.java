package uicc.usim.suci;

import javacard.framework.Shareable;

/** Implemented by an applet that computes the identifier. */
public interface SUCICalculator extends Shareable {
    /**
     * Computes the identifier.
     *
     * @param buffer the array that takes it
     * @param offset where to begin
     * @param length the room there is
     * @return its length
     */
    short getSUCI(byte[] buffer, short offset, short length);
}
