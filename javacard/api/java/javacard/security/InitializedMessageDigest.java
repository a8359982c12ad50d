package javacard.security;

import javacard.framework.SystemException;

/**
 * A hash that can be started in the midst of a message: another device has hashed the first blocks, the card
 * the last.
 */
public abstract class InitializedMessageDigest extends MessageDigest {
    /** For the implementations on the card only. */
    protected InitializedMessageDigest() {
    }

    /**
     * Sets the intermediate hash to start from.
     *
     * @param initialDigestBuf the array that holds it
     * @param initialDigestOffset where it begins
     * @param initialDigestLength its length
     * @param digestedMsgLenBuf the array that holds the number of bytes already hashed, unsigned, the most
     *     significant byte first
     * @param digestedMsgLenOffset where it begins
     * @param digestedMsgLenLength its length
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if a length does not fit, or the number
     *     is not a whole number of blocks
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void setInitialDigest(
            byte[] initialDigestBuf, short initialDigestOffset, short initialDigestLength, byte[] digestedMsgLenBuf,
            short digestedMsgLenOffset, short digestedMsgLenLength)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /** An initialized hash object for one use in one method; see {@code MessageDigest.OneShot}. */
    public static final class OneShot extends InitializedMessageDigest {
        /** Only the card makes objects. */
        private OneShot() {
        }

        /**
         * Takes a hash object.
         *
         * @param algorithm one of the {@code MessageDigest.ALG} constants
         * @return the object, a temporary entry point
         * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
         * @throws SystemException {@link SystemException#NO_RESOURCE} if none is left
         */
        public static final native InitializedMessageDigest.OneShot open(byte algorithm)
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

        /** {@inheritDoc} */
        public native void setInitialDigest(
                byte[] initialDigestBuf, short initialDigestOffset, short initialDigestLength,
                byte[] digestedMsgLenBuf, short digestedMsgLenOffset, short digestedMsgLenLength);
    }
}
