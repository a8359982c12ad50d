package javacard.security;

import javacard.framework.SystemException;

/** Random numbers. */
public abstract class RandomData {
    /** A pseudo-random generator, not for keys or challenges. Superseded by {@code ALG_FAST}. */
    public static final byte ALG_PSEUDO_RANDOM = 1;

    /**
     * A cryptographically secure generator. Superseded by {@code ALG_TRNG}, {@code ALG_PRESEEDED_DRBG} and
     * {@code ALG_KEYGENERATION}.
     */
    public static final byte ALG_SECURE_RANDOM = 2;

    /** The hardware's true random numbers. */
    public static final byte ALG_TRNG = 3;

    /** A deterministic generator seeded by true random numbers. */
    public static final byte ALG_PRESEEDED_DRBG = 4;

    /** Fast numbers, without cryptographic claims. */
    public static final byte ALG_FAST = 5;

    /** Numbers fit for keys. */
    public static final byte ALG_KEYGENERATION = 6;

    /** For the implementations on the card only. */
    protected RandomData() {
    }

    /**
     * Makes a generator.
     *
     * @param algorithm one of the {@code ALG} constants
     * @return the generator
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
     */
    public static final native RandomData getInstance(byte algorithm) throws CryptoException;

    /**
     * Fills a range with random bytes. Superseded by {@code nextBytes}.
     *
     * @param buffer the array
     * @param offset where to begin
     * @param length the number of bytes, at least 1
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length is zero
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void generateData(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Mixes bytes into the generator's state.
     *
     * @param buffer the array that holds them
     * @param offset where they begin
     * @param length their number
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void setSeed(byte[] buffer, short offset, short length)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Fills a range with random bytes.
     *
     * @param buffer the array
     * @param offset where to begin
     * @param length the number of bytes
     * @return the offset behind the last byte, {@code offset + length}
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the length is zero
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract short nextBytes(byte[] buffer, short offset, short length)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the algorithm.
     *
     * @return one of the {@code ALG} constants
     */
    public abstract byte getAlgorithm();

    /**
     * A generator for one use in one method; see {@code MessageDigest.OneShot}. {@code nextBytes} gives the
     * numbers; {@code setSeed} and {@code generateData} are refused with {@code CryptoException.ILLEGAL_USE}
     * where the card does not offer them.
     */
    public static final class OneShot extends RandomData {
        /** Only the card makes objects. */
        private OneShot() {
        }

        /**
         * Takes a generator.
         *
         * @param algorithm one of the {@code RandomData.ALG} constants
         * @return the generator, a temporary entry point
         * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
         * @throws SystemException {@link SystemException#NO_RESOURCE} if none is left
         */
        public static final native RandomData.OneShot open(byte algorithm) throws CryptoException, SystemException;

        /**
         * Gives the object back; it may not be used any more.
         *
         * @throws SecurityException if it belongs to another context or was closed
         */
        public native void close() throws SecurityException;

        /** {@inheritDoc} */
        public native void generateData(byte[] buffer, short offset, short length);

        /** {@inheritDoc} */
        public native void setSeed(byte[] buffer, short offset, short length);

        /** {@inheritDoc} */
        public native short nextBytes(byte[] buffer, short offset, short length);

        /** {@inheritDoc} */
        public native byte getAlgorithm();
    }
}
