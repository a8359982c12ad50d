package org.globalplatform;

import javacard.framework.Shareable;

/**
 * A way to verify the cardholder: commonly the card's global PIN. Its states are active, invalid submission,
 * validated and blocked.
 */
public interface CVM extends Shareable {
    /** Result of {@code verify}: it is right. */
    short CVM_SUCCESS = 0;

    /** Result of {@code verify}: it is wrong, or blocked. */
    short CVM_FAILURE = -1;

    /** Format: one digit or character in a byte. */
    byte FORMAT_ASCII = 1;

    /** Format: two digits in a byte, filled with F. */
    byte FORMAT_BCD = 2;

    /** Format: bytes as they are. */
    byte FORMAT_HEX = 3;

    /**
     * Tells whether a value is set.
     *
     * @return true if so
     */
    boolean isActive();

    /**
     * Tells whether a value was presented since the reset or selection, right or wrong.
     *
     * @return true if so
     */
    boolean isSubmitted();

    /**
     * Tells whether the right value was presented.
     *
     * @return true if so
     */
    boolean isVerified();

    /**
     * Tells whether no tries are left.
     *
     * @return true if so
     */
    boolean isBlocked();

    /**
     * Gives the tries that are left.
     *
     * @return their number
     */
    byte getTriesRemaining();

    /**
     * Sets a new value, if the applet is privileged (CVM management).
     *
     * @param baBuffer the array that holds the value
     * @param sOffset where it begins
     * @param bLength its length
     * @param bFormat one of the {@code FORMAT} constants
     * @return true if it was set
     */
    boolean update(byte[] baBuffer, short sOffset, byte bLength, byte bFormat);

    /**
     * Puts the state from validated or invalid submission back to active.
     *
     * @return true if it was done
     */
    boolean resetState();

    /**
     * Blocks, if the applet is privileged.
     *
     * @return true if it was done
     */
    boolean blockState();

    /**
     * Unblocks and resets the try counter, if the applet is privileged.
     *
     * @return true if it was done
     */
    boolean resetAndUnblockState();

    /**
     * Sets the limit of tries, if the applet is privileged.
     *
     * @param bTryLimit the limit
     * @return true if it was set
     */
    boolean setTryLimit(byte bTryLimit);

    /**
     * Compares a value.
     *
     * @param baBuffer the array that holds the value
     * @param sOffset where it begins
     * @param bLength its length
     * @param bFormat one of the {@code FORMAT} constants
     * @return {@code CVM_SUCCESS} or {@code CVM_FAILURE}
     */
    short verify(byte[] baBuffer, short sOffset, byte bLength, byte bFormat);
}
