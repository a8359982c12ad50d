package javacard.security;

/** Cyclic redundancy checks: against errors, not against attackers. */
public abstract class Checksum {
    /** The CRC of 16 bits of ISO/IEC 3309 (polynomial x^16 + x^12 + x^5 + 1). */
    public static final byte ALG_ISO3309_CRC16 = 1;

    /** The CRC of 32 bits of ISO/IEC 3309. */
    public static final byte ALG_ISO3309_CRC32 = 2;

    /** For the implementations on the card only. */
    protected Checksum() {
    }

    /**
     * Makes a checksum object.
     *
     * @param algorithm one of the {@code ALG} constants
     * @param externalAccess true if other contexts will use the object
     * @return the object
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
     */
    public static final native Checksum getInstance(byte algorithm, boolean externalAccess) throws CryptoException;

    /**
     * Starts anew from an initial value.
     *
     * @param bArray the array that holds it
     * @param bOff where it begins
     * @param bLen its length: 2 or 4
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length does not fit
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void init(byte[] bArray, short bOff, short bLen)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the algorithm.
     *
     * @return one of the {@code ALG} constants
     */
    public abstract byte getAlgorithm();

    /**
     * Takes the last data, puts the checksum out and starts anew from zero.
     *
     * @param inBuff the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuff the array that takes the checksum
     * @param outOffset where to begin
     * @return the length of the checksum: 2 or 4
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract short doFinal(byte[] inBuff, short inOffset, short inLength, byte[] outBuff, short outOffset)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Takes more data.
     *
     * @param inBuff the array that holds them
     * @param inOffset where they begin
     * @param inLength their length
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void update(byte[] inBuff, short inOffset, short inLength)
            throws ArrayIndexOutOfBoundsException, NullPointerException;
}
