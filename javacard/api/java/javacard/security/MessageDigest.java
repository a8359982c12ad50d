package javacard.security;

import javacard.framework.SystemException;

/** A hash function. Made by {@code getInstance}; data are given by {@code update} and {@code doFinal}. */
public abstract class MessageDigest {
    /** No hash: for {@code Signature.getInstance} with parts, where the algorithm needs none. */
    public static final byte ALG_NULL = 0;

    /** The hash function SHA-1. */
    public static final byte ALG_SHA = 1;

    /** The hash function MD5. */
    public static final byte ALG_MD5 = 2;

    /** The hash function RIPEMD-160. */
    public static final byte ALG_RIPEMD160 = 3;

    /** The hash function SHA-256. */
    public static final byte ALG_SHA_256 = 4;

    /** The hash function SHA-384. */
    public static final byte ALG_SHA_384 = 5;

    /** The hash function SHA-512. */
    public static final byte ALG_SHA_512 = 6;

    /** The hash function SHA-224. */
    public static final byte ALG_SHA_224 = 7;

    /** The hash function SHA3-224. */
    public static final byte ALG_SHA3_224 = 8;

    /** The hash function SHA3-256. */
    public static final byte ALG_SHA3_256 = 9;

    /** The hash function SHA3-384. */
    public static final byte ALG_SHA3_384 = 10;

    /** The hash function SHA3-512. */
    public static final byte ALG_SHA3_512 = 11;

    /** Bytes of a hash by MD5. */
    public static final byte LENGTH_MD5 = 16;

    /** Bytes of a hash by RIPEMD-160. */
    public static final byte LENGTH_RIPEMD160 = 20;

    /** Bytes of a hash by SHA-1. */
    public static final byte LENGTH_SHA = 20;

    /** Bytes of a hash by SHA-224. */
    public static final byte LENGTH_SHA_224 = 28;

    /** Bytes of a hash by SHA-256. */
    public static final byte LENGTH_SHA_256 = 32;

    /** Bytes of a hash by SHA-384. */
    public static final byte LENGTH_SHA_384 = 48;

    /** Bytes of a hash by SHA-512. */
    public static final byte LENGTH_SHA_512 = 64;

    /** Bytes of a hash by SHA3-224. */
    public static final byte LENGTH_SHA3_224 = 28;

    /** Bytes of a hash by SHA3-256. */
    public static final byte LENGTH_SHA3_256 = 32;

    /** Bytes of a hash by SHA3-384. */
    public static final byte LENGTH_SHA3_384 = 48;

    /** Bytes of a hash by SHA3-512. */
    public static final byte LENGTH_SHA3_512 = 64;

    /** For the implementations on the card only. */
    protected MessageDigest() {
    }

    /**
     * Makes a hash object.
     *
     * @param algorithm one of the {@code ALG} constants
     * @param externalAccess true if other contexts will use the object, through a shareable interface
     * @return the object
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
     */
    public static final native MessageDigest getInstance(byte algorithm, boolean externalAccess)
            throws CryptoException;

    /**
     * Makes a hash object that can be started in the midst of a message.
     *
     * @param algorithm one of the {@code ALG} constants
     * @param externalAccess true if other contexts will use the object
     * @return the object
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
     */
    public static final native InitializedMessageDigest getInitializedMessageDigestInstance(
            byte algorithm, boolean externalAccess) throws CryptoException;

    /**
     * Hashes the last data, puts the hash out and starts anew. Input and output may overlap.
     *
     * @param inBuff the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuff the array that takes the hash
     * @param outOffset where to begin
     * @return the length of the hash
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the message is longer than the algorithm
     *     allows
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract short doFinal(byte[] inBuff, short inOffset, short inLength, byte[] outBuff, short outOffset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the algorithm.
     *
     * @return one of the {@code ALG} constants
     */
    public abstract byte getAlgorithm();

    /**
     * Gives the length of the hash.
     *
     * @return the length in bytes
     */
    public abstract byte getLength();

    /** Forgets the data given so far. */
    public abstract void reset();

    /**
     * Takes more data.
     *
     * @param inBuff the array that holds them
     * @param inOffset where they begin
     * @param inLength their length
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the message is longer than the algorithm
     *     allows
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void update(byte[] inBuff, short inOffset, short inLength)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * A hash object for one use in one method: taken from the card's stock with {@code open}, given back with
     * {@code close}, never stored. Only {@code doFinal} gives it data; {@code update} is refused with
     * {@code CryptoException.ILLEGAL_USE}.
     */
    public static final class OneShot extends MessageDigest {
        /** Only the card makes objects. */
        private OneShot() {
        }

        /**
         * Takes a hash object.
         *
         * @param algorithm one of the {@code ALG} constants
         * @return the object, a temporary entry point
         * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
         * @throws SystemException {@link SystemException#NO_RESOURCE} if none is left
         */
        public static final native MessageDigest.OneShot open(byte algorithm)
                throws CryptoException, SystemException;

        /**
         * Gives the object back; it may not be used any more.
         *
         * @throws SecurityException if it belongs to another context or was closed
         */
        public native void close() throws SecurityException;

        /** {@inheritDoc} */
        public native short doFinal(byte[] inBuff, short inOffset, short inLength, byte[] outBuff, short outOffset);

        /** {@inheritDoc} */
        public native byte getAlgorithm();

        /** {@inheritDoc} */
        public native byte getLength();

        /** {@inheritDoc} */
        public native void reset();

        /** {@inheritDoc} */
        public native void update(byte[] inBuff, short inOffset, short inLength);
    }
}
