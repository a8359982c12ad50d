package javacard.security;

import javacard.framework.SystemException;

/**
 * Signatures and message authentication codes. Made by {@code getInstance}, prepared by {@code init}; data
 * are given by {@code update} and by {@code sign} or {@code verify}, which end it and leave the object
 * prepared for the next message.
 */
public abstract class Signature {
    /**
     * CBC-MAC with DES or triple DES, the leftmost 4 bytes, without padding: the data must fill whole blocks.
     */
    public static final byte ALG_DES_MAC4_NOPAD = 1;

    /**
     * CBC-MAC with DES or triple DES, the leftmost 8 bytes, without padding: the data must fill whole blocks.
     */
    public static final byte ALG_DES_MAC8_NOPAD = 2;

    /**
     * CBC-MAC with DES or triple DES, the leftmost 4 bytes, padded with zero bytes (ISO/IEC 9797-1 method 1).
     */
    public static final byte ALG_DES_MAC4_ISO9797_M1 = 3;

    /**
     * CBC-MAC with DES or triple DES, the leftmost 8 bytes, padded with zero bytes (ISO/IEC 9797-1 method 1).
     */
    public static final byte ALG_DES_MAC8_ISO9797_M1 = 4;

    /**
     * CBC-MAC with DES or triple DES, the leftmost 4 bytes, padded with 80 and zero bytes (ISO/IEC 9797-1
     * method 2).
     */
    public static final byte ALG_DES_MAC4_ISO9797_M2 = 5;

    /**
     * CBC-MAC with DES or triple DES, the leftmost 8 bytes, padded with 80 and zero bytes (ISO/IEC 9797-1
     * method 2).
     */
    public static final byte ALG_DES_MAC8_ISO9797_M2 = 6;

    /** CBC-MAC with DES or triple DES, the leftmost 4 bytes, padded as PKCS #5 says. */
    public static final byte ALG_DES_MAC4_PKCS5 = 7;

    /** CBC-MAC with DES or triple DES, the leftmost 8 bytes, padded as PKCS #5 says. */
    public static final byte ALG_DES_MAC8_PKCS5 = 8;

    /** RSA signature over a SHA-1 hash, in the format of ISO/IEC 9796-2. */
    public static final byte ALG_RSA_SHA_ISO9796 = 9;

    /** RSA signature over a SHA-1 hash, padded as PKCS #1 v1.5 says. */
    public static final byte ALG_RSA_SHA_PKCS1 = 10;

    /** RSA signature over a MD5 hash, padded as PKCS #1 v1.5 says. */
    public static final byte ALG_RSA_MD5_PKCS1 = 11;

    /** RSA signature over a RIPEMD-160 hash, in the format of ISO/IEC 9796-2. */
    public static final byte ALG_RSA_RIPEMD160_ISO9796 = 12;

    /** RSA signature over a RIPEMD-160 hash, padded as PKCS #1 v1.5 says. */
    public static final byte ALG_RSA_RIPEMD160_PKCS1 = 13;

    /** DSA over a SHA-1 hash; the signature is the DER sequence of r and s. */
    public static final byte ALG_DSA_SHA = 14;

    /** RSA signature over a SHA-1 hash, padded as RFC 2409 says. */
    public static final byte ALG_RSA_SHA_RFC2409 = 15;

    /** RSA signature over a MD5 hash, padded as RFC 2409 says. */
    public static final byte ALG_RSA_MD5_RFC2409 = 16;

    /** ECDSA over a SHA-1 hash; the signature is the DER sequence of r and s. */
    public static final byte ALG_ECDSA_SHA = 17;

    /** CBC-MAC with AES in blocks of 128 bits, without padding: the data must fill whole blocks. */
    public static final byte ALG_AES_MAC_128_NOPAD = 18;

    /** CMAC with AES in blocks of 128 bits (NIST SP 800-38B). */
    public static final byte ALG_AES_CMAC_128 = 49;

    /**
     * The retail MAC: ISO/IEC 9797-1 algorithm 3 (single DES, the last block triple), padding method 2, the
     * leftmost 4 bytes.
     */
    public static final byte ALG_DES_MAC4_ISO9797_1_M2_ALG3 = 19;

    /**
     * The retail MAC: ISO/IEC 9797-1 algorithm 3 (single DES, the last block triple), padding method 2, the
     * leftmost 8 bytes.
     */
    public static final byte ALG_DES_MAC8_ISO9797_1_M2_ALG3 = 20;

    /** RSA signature over a SHA-1 hash, padded with PSS (PKCS #1 v2). */
    public static final byte ALG_RSA_SHA_PKCS1_PSS = 21;

    /** RSA signature over a MD5 hash, padded with PSS (PKCS #1 v2). */
    public static final byte ALG_RSA_MD5_PKCS1_PSS = 22;

    /** RSA signature over a RIPEMD-160 hash, padded with PSS (PKCS #1 v2). */
    public static final byte ALG_RSA_RIPEMD160_PKCS1_PSS = 23;

    /** HMAC with SHA-1. */
    public static final byte ALG_HMAC_SHA1 = 24;

    /** HMAC with SHA-256. */
    public static final byte ALG_HMAC_SHA_256 = 25;

    /** HMAC with SHA-384. */
    public static final byte ALG_HMAC_SHA_384 = 26;

    /** HMAC with SHA-512. */
    public static final byte ALG_HMAC_SHA_512 = 27;

    /** HMAC with MD5. */
    public static final byte ALG_HMAC_MD5 = 28;

    /** HMAC with RIPEMD-160. */
    public static final byte ALG_HMAC_RIPEMD160 = 29;

    /** RSA signature over a SHA-1 hash, in the format of ISO/IEC 9796-2 with message recovery. */
    public static final byte ALG_RSA_SHA_ISO9796_MR = 30;

    /** RSA signature over a RIPEMD-160 hash, in the format of ISO/IEC 9796-2 with message recovery. */
    public static final byte ALG_RSA_RIPEMD160_ISO9796_MR = 31;

    /** CBC-MAC with SEED without padding: the data must fill whole blocks. */
    public static final byte ALG_KOREAN_SEED_MAC_NOPAD = 32;

    /** ECDSA over a SHA-256 hash; the signature is the DER sequence of r and s. */
    public static final byte ALG_ECDSA_SHA_256 = 33;

    /** ECDSA over a SHA-384 hash; the signature is the DER sequence of r and s. */
    public static final byte ALG_ECDSA_SHA_384 = 34;

    /**
     * CBC-MAC with AES in blocks of 128 bits and a key of 192 bits, without padding: the data must fill whole
     * blocks.
     */
    public static final byte ALG_AES_MAC_192_NOPAD = 35;

    /**
     * CBC-MAC with AES in blocks of 128 bits and a key of 256 bits, without padding: the data must fill whole
     * blocks.
     */
    public static final byte ALG_AES_MAC_256_NOPAD = 36;

    /** ECDSA over a SHA-224 hash; the signature is the DER sequence of r and s. */
    public static final byte ALG_ECDSA_SHA_224 = 37;

    /** ECDSA over a SHA-512 hash; the signature is the DER sequence of r and s. */
    public static final byte ALG_ECDSA_SHA_512 = 38;

    /** RSA signature over a SHA-224 hash, padded as PKCS #1 v1.5 says. */
    public static final byte ALG_RSA_SHA_224_PKCS1 = 39;

    /** RSA signature over a SHA-256 hash, padded as PKCS #1 v1.5 says. */
    public static final byte ALG_RSA_SHA_256_PKCS1 = 40;

    /** RSA signature over a SHA-384 hash, padded as PKCS #1 v1.5 says. */
    public static final byte ALG_RSA_SHA_384_PKCS1 = 41;

    /** RSA signature over a SHA-512 hash, padded as PKCS #1 v1.5 says. */
    public static final byte ALG_RSA_SHA_512_PKCS1 = 42;

    /** RSA signature over a SHA-224 hash, padded with PSS (PKCS #1 v2). */
    public static final byte ALG_RSA_SHA_224_PKCS1_PSS = 43;

    /** RSA signature over a SHA-256 hash, padded with PSS (PKCS #1 v2). */
    public static final byte ALG_RSA_SHA_256_PKCS1_PSS = 44;

    /** RSA signature over a SHA-384 hash, padded with PSS (PKCS #1 v2). */
    public static final byte ALG_RSA_SHA_384_PKCS1_PSS = 45;

    /** RSA signature over a SHA-512 hash, padded with PSS (PKCS #1 v2). */
    public static final byte ALG_RSA_SHA_512_PKCS1_PSS = 46;

    /**
     * The retail MAC: ISO/IEC 9797-1 algorithm 3 (single DES, the last block triple), padding method 1, the
     * leftmost 4 bytes.
     */
    public static final byte ALG_DES_MAC4_ISO9797_1_M1_ALG3 = 47;

    /**
     * The retail MAC: ISO/IEC 9797-1 algorithm 3 (single DES, the last block triple), padding method 1, the
     * leftmost 8 bytes.
     */
    public static final byte ALG_DES_MAC8_ISO9797_1_M1_ALG3 = 48;

    /** Cipher part: DES or triple DES CBC-MAC, the leftmost 4 bytes. */
    public static final byte SIG_CIPHER_DES_MAC4 = 1;

    /** Cipher part: DES or triple DES CBC-MAC, 8 bytes. */
    public static final byte SIG_CIPHER_DES_MAC8 = 2;

    /** Cipher part: RSA. */
    public static final byte SIG_CIPHER_RSA = 3;

    /** Cipher part: DSA. */
    public static final byte SIG_CIPHER_DSA = 4;

    /** Cipher part: ECDSA, the signature as a DER sequence. */
    public static final byte SIG_CIPHER_ECDSA = 5;

    /** Cipher part: ECDSA, the signature as r and s side by side (BSI TR-03111). */
    public static final byte SIG_CIPHER_ECDSA_PLAIN = 9;

    /** Cipher part: AES CBC-MAC. */
    public static final byte SIG_CIPHER_AES_MAC128 = 6;

    /** Cipher part: AES CMAC. */
    public static final byte SIG_CIPHER_AES_CMAC128 = 10;

    /** Cipher part: HMAC. */
    public static final byte SIG_CIPHER_HMAC = 7;

    /** Cipher part: SEED CBC-MAC. */
    public static final byte SIG_CIPHER_KOREAN_SEED_MAC = 8;

    /** Mode of {@code init}: to sign. */
    public static final byte MODE_SIGN = 1;

    /** Mode of {@code init}: to verify. */
    public static final byte MODE_VERIFY = 2;

    /** For the implementations on the card only. */
    protected Signature() {
    }

    /**
     * Makes a signature object.
     *
     * @param algorithm one of the {@code ALG} constants
     * @param externalAccess true if other contexts will use the object, through a shareable interface
     * @return the object
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
     */
    public static final native Signature getInstance(byte algorithm, boolean externalAccess) throws CryptoException;

    /**
     * Makes a signature object of the parts of its algorithm.
     *
     * @param messageDigestAlgorithm one of the {@code MessageDigest.ALG} constants
     * @param cipherAlgorithm one of the {@code SIG_CIPHER} constants
     * @param paddingAlgorithm one of the {@code javacardx.crypto.Cipher.PAD} constants
     * @param externalAccess true if other contexts will use the object
     * @return the object
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks the combination
     */
    public static final native Signature getInstance(
            byte messageDigestAlgorithm, byte cipherAlgorithm, byte paddingAlgorithm, boolean externalAccess)
            throws CryptoException;

    /**
     * Gives the algorithm.
     *
     * @return one of the {@code ALG} constants; 0 if the combination has none
     */
    public abstract byte getAlgorithm();

    /**
     * Gives the length of the signature with the key set.
     *
     * @return the greatest length in bytes
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if no key is set
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     */
    public abstract short getLength() throws CryptoException;

    /**
     * Prepares for signing or verifying, with an initial vector of zeros where there is one.
     *
     * @param theKey the key
     * @param theMode {@code MODE_SIGN} or {@code MODE_VERIFY}
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the mode is neither, or the key does
     *     not fit
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void init(Key theKey, byte theMode) throws CryptoException, NullPointerException;

    /**
     * Prepares for signing or verifying, with parameters: the initial vector of a CBC-MAC, or the salt length
     * of PSS.
     *
     * @param theKey the key
     * @param theMode {@code MODE_SIGN} or {@code MODE_VERIFY}
     * @param bArray the array that holds the parameters
     * @param bOff where they begin
     * @param bLen their length
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the mode is neither, or key or
     *     parameters do not fit
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void init(Key theKey, byte theMode, byte[] bArray, short bOff, short bLen)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Signs all data given so far and these, and is prepared for the next message. Input and output may
     * overlap.
     *
     * @param inBuff the array that holds the last data
     * @param inOffset where they begin
     * @param inLength their length
     * @param sigBuff the array that takes the signature
     * @param sigOffset where to begin
     * @return the length of the signature
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared, or for verifying
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the data do not fit: not whole blocks,
     *     too long
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract short sign(byte[] inBuff, short inOffset, short inLength, byte[] sigBuff, short sigOffset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Takes more data. Prefer one {@code sign} or {@code verify} with all of them.
     *
     * @param inBuff the array that holds them
     * @param inOffset where they begin
     * @param inLength their length
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the message is longer than the algorithm
     *     allows
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void update(byte[] inBuff, short inOffset, short inLength)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Verifies a signature over all data given so far and these, and is prepared for the next message.
     *
     * @param inBuff the array that holds the last data
     * @param inOffset where they begin
     * @param inLength their length
     * @param sigBuff the array that holds the signature
     * @param sigOffset where it begins
     * @param sigLength its length
     * @return true if the signature is right
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared, or for signing
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the data do not fit: not whole blocks,
     *     too long
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract boolean verify(
            byte[] inBuff, short inOffset, short inLength, byte[] sigBuff, short sigOffset, short sigLength)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Sets an intermediate hash of the first blocks of the message, computed elsewhere.
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
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the algorithm has no hash, or data were
     *     given already
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void setInitialDigest(
            byte[] initialDigestBuf, short initialDigestOffset, short initialDigestLength, byte[] digestedMsgLenBuf,
            short digestedMsgLenOffset, short digestedMsgLenLength)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Signs a hash that was computed elsewhere.
     *
     * @param hashBuff the array that holds it
     * @param hashOffset where it begins
     * @param hashLength its length
     * @param sigBuff the array that takes the signature
     * @param sigOffset where to begin
     * @return the length of the signature
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared, or for verifying
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the hash does not fit, or data were
     *     given by {@code update}
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract short signPreComputedHash(
            byte[] hashBuff, short hashOffset, short hashLength, byte[] sigBuff, short sigOffset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Verifies a signature over a hash that was computed elsewhere.
     *
     * @param hashBuff the array that holds it
     * @param hashOffset where it begins
     * @param hashLength its length
     * @param sigBuff the array that holds the signature
     * @param sigOffset where it begins
     * @param sigLength its length
     * @return true if the signature is right
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared, or for signing
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the hash does not fit, or data were
     *     given by {@code update}
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract boolean verifyPreComputedHash(
            byte[] hashBuff, short hashOffset, short hashLength, byte[] sigBuff, short sigOffset, short sigLength)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the hash part of the algorithm.
     *
     * @return one of the {@code MessageDigest.ALG} constants
     */
    public abstract byte getMessageDigestAlgorithm();

    /**
     * Gives the cipher part of the algorithm.
     *
     * @return one of the {@code SIG_CIPHER} constants
     */
    public abstract byte getCipherAlgorithm();

    /**
     * Gives the padding part of the algorithm.
     *
     * @return one of the {@code javacardx.crypto.Cipher.PAD} constants
     */
    public abstract byte getPaddingAlgorithm();

    /**
     * A signature object for one use in one method; see {@code MessageDigest.OneShot}. {@code update} and
     * {@code setInitialDigest} are refused with {@code CryptoException.ILLEGAL_USE}.
     */
    public static final class OneShot extends Signature {
        /** Only the card makes objects. */
        private OneShot() {
        }

        /**
         * Takes a signature object.
         *
         * @param messageDigestAlgorithm one of the {@code MessageDigest.ALG} constants
         * @param cipherAlgorithm one of the {@code SIG_CIPHER} constants
         * @param paddingAlgorithm one of the {@code javacardx.crypto.Cipher.PAD} constants
         * @return the object, a temporary entry point
         * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks the combination
         * @throws SystemException {@link SystemException#NO_RESOURCE} if none is left
         */
        public static final native Signature.OneShot open(
                byte messageDigestAlgorithm, byte cipherAlgorithm, byte paddingAlgorithm)
                throws CryptoException, SystemException;

        /**
         * Gives the object back; it may not be used any more.
         *
         * @throws SecurityException if it belongs to another context or was closed
         */
        public native void close() throws SecurityException;

        /** {@inheritDoc} */
        public native byte getAlgorithm();

        /** {@inheritDoc} */
        public native short getLength();

        /** {@inheritDoc} */
        public native void init(Key theKey, byte theMode);

        /** {@inheritDoc} */
        public native void init(Key theKey, byte theMode, byte[] bArray, short bOff, short bLen);

        /** {@inheritDoc} */
        public native short sign(byte[] inBuff, short inOffset, short inLength, byte[] sigBuff, short sigOffset);

        /** {@inheritDoc} */
        public final native void update(byte[] inBuff, short inOffset, short inLength);

        /** {@inheritDoc} */
        public native boolean verify(
                byte[] inBuff, short inOffset, short inLength, byte[] sigBuff, short sigOffset, short sigLength);

        /** {@inheritDoc} */
        public native void setInitialDigest(
                byte[] initialDigestBuf, short initialDigestOffset, short initialDigestLength,
                byte[] digestedMsgLenBuf, short digestedMsgLenOffset, short digestedMsgLenLength);

        /** {@inheritDoc} */
        public native short signPreComputedHash(
                byte[] hashBuff, short hashOffset, short hashLength, byte[] sigBuff, short sigOffset);

        /** {@inheritDoc} */
        public native boolean verifyPreComputedHash(
                byte[] hashBuff, short hashOffset, short hashLength, byte[] sigBuff, short sigOffset, short sigLength);

        /** {@inheritDoc} */
        public native byte getMessageDigestAlgorithm();

        /** {@inheritDoc} */
        public native byte getCipherAlgorithm();

        /** {@inheritDoc} */
        public native byte getPaddingAlgorithm();
    }
}
