package javacard.framework;

/**
 * The usual PIN of an applet: its owner may set and unblock it. The try counter and the validated flag are
 * changed regardless of transactions.
 */
public class OwnerPIN implements PIN {
    /**
     * Makes a PIN that is not yet set and not validated.
     *
     * @param tryLimit the number of wrong presentations in a row that block it, at least 1
     * @param maxPINSize the greatest length in bytes, at least 1
     * @throws PINException {@link PINException#ILLEGAL_VALUE} if either is less than 1
     */
    public OwnerPIN(byte tryLimit, byte maxPINSize) throws PINException {
    }

    /**
     * Compares a PIN with the stored one. The try counter is lowered before the comparison and restored on
     * success; the validated flag follows the result. When the PIN is blocked, nothing is compared.
     *
     * @param pin the array that holds the PIN to check
     * @param offset where it begins
     * @param length its length in bytes
     * @return true if it matches and the PIN is not blocked
     * @throws ArrayIndexOutOfBoundsException or the offset or length is negative
     * @throws NullPointerException if an array or object given is null
     */
    public native boolean check(byte[] pin, short offset, byte length)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the number of wrong presentations that remain before the PIN blocks.
     *
     * @return the tries left; 0 if the PIN is blocked
     */
    public native byte getTriesRemaining();

    /**
     * Gives the validated flag, for a subclass.
     *
     * @return true if the PIN is validated
     */
    protected native boolean getValidatedFlag();

    /**
     * Tells whether the right PIN was presented since the last card reset or call of {@code reset}.
     *
     * @return true if it was
     */
    public native boolean isValidated();

    /** Clears the validated flag, and resets the try counter to its limit if the flag was set. */
    public native void reset();

    /**
     * Clears the validated flag and resets the try counter to its limit, also of a blocked PIN. For the
     * owner, after its own check of the right to do so.
     */
    public native void resetAndUnblock();

    /**
     * Sets the validated flag, for a subclass.
     *
     * @param value the new value
     */
    protected native void setValidatedFlag(boolean value);

    /**
     * Sets a new PIN, resets the try counter to its limit and clears the validated flag.
     *
     * @param pin the array that holds the new PIN
     * @param offset where it begins
     * @param length its length in bytes, at most the maximum size
     * @throws PINException {@link PINException#ILLEGAL_VALUE} if the length is greater than the maximum size
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public native void update(byte[] pin, short offset, byte length)
            throws PINException, ArrayIndexOutOfBoundsException, NullPointerException;
}
