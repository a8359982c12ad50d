package javacard.framework;

/** Makes PIN objects of the richer kinds. */
public class OwnerPINBuilder {
    /** An {@code OwnerPIN}. */
    public static final byte OWNER_PIN = 1;

    /** An {@code OwnerPINx}. */
    public static final byte OWNER_PIN_X = 2;

    /** An {@code OwnerPINxWithPredecrement}. */
    public static final byte OWNER_PIN_X_WITH_PREDECREMENT = 3;

    /** No object is of use: all methods are static. */
    private OwnerPINBuilder() {
    }

    /**
     * Makes a PIN of a kind; cast the result to that kind.
     *
     * @param tryLimit the number of wrong presentations in a row that block it, at least 1
     * @param maxPINSize the greatest length in bytes, at least 1
     * @param ownerPINType one of this class's constants
     * @return the PIN
     * @throws PINException {@link PINException#ILLEGAL_VALUE} if a limit is less than 1
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the kind is not supported
     */
    public static native PIN buildOwnerPIN(byte tryLimit, byte maxPINSize, byte ownerPINType)
            throws PINException, SystemException;
}
