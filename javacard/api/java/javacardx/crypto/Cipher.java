package javacardx.crypto;

import javacard.framework.SystemException;
import javacard.security.CryptoException;
import javacard.security.Key;

/**
 * Encryption and decryption. Made by {@code getInstance}, prepared by {@code init}; data go through
 * {@code update} and {@code doFinal}, which leaves the object prepared for the next message.
 */
public abstract class Cipher {
    /**
     * DES or triple DES (as long as the key is) in CBC mode, without padding: the data must fill whole
     * blocks.
     */
    public static final byte ALG_DES_CBC_NOPAD = 1;

    /**
     * DES or triple DES (as long as the key is) in CBC mode, padded with zero bytes (ISO/IEC 9797-1 method
     * 1).
     */
    public static final byte ALG_DES_CBC_ISO9797_M1 = 2;

    /**
     * DES or triple DES (as long as the key is) in CBC mode, padded with 80 and zero bytes (ISO/IEC 9797-1
     * method 2).
     */
    public static final byte ALG_DES_CBC_ISO9797_M2 = 3;

    /** DES or triple DES (as long as the key is) in CBC mode, padded as PKCS #5 says. */
    public static final byte ALG_DES_CBC_PKCS5 = 4;

    /**
     * DES or triple DES (as long as the key is) in ECB mode, without padding: the data must fill whole
     * blocks.
     */
    public static final byte ALG_DES_ECB_NOPAD = 5;

    /**
     * DES or triple DES (as long as the key is) in ECB mode, padded with zero bytes (ISO/IEC 9797-1 method
     * 1).
     */
    public static final byte ALG_DES_ECB_ISO9797_M1 = 6;

    /**
     * DES or triple DES (as long as the key is) in ECB mode, padded with 80 and zero bytes (ISO/IEC 9797-1
     * method 2).
     */
    public static final byte ALG_DES_ECB_ISO9797_M2 = 7;

    /** DES or triple DES (as long as the key is) in ECB mode, padded as PKCS #5 says. */
    public static final byte ALG_DES_ECB_PKCS5 = 8;

    /** RSA, padded as ISO/IEC 14888 says. */
    public static final byte ALG_RSA_ISO14888 = 9;

    /** RSA, padded as PKCS #1 v1.5 says. */
    public static final byte ALG_RSA_PKCS1 = 10;

    /** RSA, in the format of ISO/IEC 9796-2. */
    public static final byte ALG_RSA_ISO9796 = 11;

    /** RSA, without padding: the data must fill whole blocks. */
    public static final byte ALG_RSA_NOPAD = 12;

    /** AES in CBC mode, blocks of 128 bits, without padding: the data must fill whole blocks. */
    public static final byte ALG_AES_BLOCK_128_CBC_NOPAD = 13;

    /** AES in ECB mode, blocks of 128 bits, without padding: the data must fill whole blocks. */
    public static final byte ALG_AES_BLOCK_128_ECB_NOPAD = 14;

    /** RSA, padded with OAEP (PKCS #1 v2). */
    public static final byte ALG_RSA_PKCS1_OAEP = 15;

    /** SEED in ECB mode, without padding: the data must fill whole blocks. */
    public static final byte ALG_KOREAN_SEED_ECB_NOPAD = 16;

    /** SEED in CBC mode, without padding: the data must fill whole blocks. */
    public static final byte ALG_KOREAN_SEED_CBC_NOPAD = 17;

    /**
     * AES in CBC mode with a key of 192 bits, without padding: the data must fill whole blocks. Superseded:
     * the 128 (block) form takes every key length.
     */
    public static final byte ALG_AES_BLOCK_192_CBC_NOPAD = 18;

    /**
     * AES in ECB mode with a key of 192 bits, without padding: the data must fill whole blocks. Superseded:
     * the 128 (block) form takes every key length.
     */
    public static final byte ALG_AES_BLOCK_192_ECB_NOPAD = 19;

    /**
     * AES in CBC mode with a key of 256 bits, without padding: the data must fill whole blocks. Superseded:
     * the 128 (block) form takes every key length.
     */
    public static final byte ALG_AES_BLOCK_256_CBC_NOPAD = 20;

    /**
     * AES in ECB mode with a key of 256 bits, without padding: the data must fill whole blocks. Superseded:
     * the 128 (block) form takes every key length.
     */
    public static final byte ALG_AES_BLOCK_256_ECB_NOPAD = 21;

    /** AES in CBC mode, padded with zero bytes (ISO/IEC 9797-1 method 1). */
    public static final byte ALG_AES_CBC_ISO9797_M1 = 22;

    /** AES in CBC mode, padded with 80 and zero bytes (ISO/IEC 9797-1 method 2). */
    public static final byte ALG_AES_CBC_ISO9797_M2 = 23;

    /** AES in CBC mode, padded as PKCS #5 says. */
    public static final byte ALG_AES_CBC_PKCS5 = 24;

    /** AES in ECB mode, padded with zero bytes (ISO/IEC 9797-1 method 1). */
    public static final byte ALG_AES_ECB_ISO9797_M1 = 25;

    /** AES in ECB mode, padded with 80 and zero bytes (ISO/IEC 9797-1 method 2). */
    public static final byte ALG_AES_ECB_ISO9797_M2 = 26;

    /** AES in ECB mode, padded as PKCS #5 says. */
    public static final byte ALG_AES_ECB_PKCS5 = 27;

    /** Cipher part: AES in CBC mode. */
    public static final byte CIPHER_AES_CBC = 1;

    /** Cipher part: AES in ECB mode. */
    public static final byte CIPHER_AES_ECB = 2;

    /** Cipher part: DES in CBC mode. */
    public static final byte CIPHER_DES_CBC = 3;

    /** Cipher part: DES in ECB mode. */
    public static final byte CIPHER_DES_ECB = 4;

    /** Cipher part: SEED in CBC mode. */
    public static final byte CIPHER_KOREAN_SEED_CBC = 5;

    /** Cipher part: SEED in ECB mode. */
    public static final byte CIPHER_KOREAN_SEED_ECB = 6;

    /** Cipher part: RSA. */
    public static final byte CIPHER_RSA = 7;

    /** Padding part: none, for algorithms that have no notion of it. */
    public static final byte PAD_NULL = 0;

    /** Padding part: none; the data must fill whole blocks. */
    public static final byte PAD_NOPAD = 1;

    /** Padding part: zero bytes (ISO/IEC 9797-1 method 1). */
    public static final byte PAD_ISO9797_M1 = 2;

    /** Padding part: 80 and zero bytes (ISO/IEC 9797-1 method 2). */
    public static final byte PAD_ISO9797_M2 = 3;

    /** Padding part: ISO/IEC 9797-1 method 1, for MAC algorithm 3. */
    public static final byte PAD_ISO9797_1_M1_ALG3 = 4;

    /** Padding part: ISO/IEC 9797-1 method 2, for MAC algorithm 3. */
    public static final byte PAD_ISO9797_1_M2_ALG3 = 5;

    /** Padding part: PKCS #5. */
    public static final byte PAD_PKCS5 = 6;

    /** Padding part: PKCS #1 v1.5. */
    public static final byte PAD_PKCS1 = 7;

    /** Padding part: PSS (PKCS #1 v2), for signatures. */
    public static final byte PAD_PKCS1_PSS = 8;

    /** Padding part: OAEP (PKCS #1 v2) with SHA-1 as its hash. */
    public static final byte PAD_PKCS1_OAEP = 9;

    /** Padding part: OAEP with SHA-224 as its hash. */
    public static final byte PAD_PKCS1_OAEP_SHA224 = 13;

    /** Padding part: OAEP with SHA-256 as its hash. */
    public static final byte PAD_PKCS1_OAEP_SHA256 = 14;

    /** Padding part: OAEP with SHA-384 as its hash. */
    public static final byte PAD_PKCS1_OAEP_SHA384 = 15;

    /** Padding part: OAEP with SHA-512 as its hash. */
    public static final byte PAD_PKCS1_OAEP_SHA512 = 16;

    /** Padding part: OAEP with SHA3-224 as its hash. */
    public static final byte PAD_PKCS1_OAEP_SHA3_224 = 17;

    /** Padding part: OAEP with SHA3-256 as its hash. */
    public static final byte PAD_PKCS1_OAEP_SHA3_256 = 18;

    /** Padding part: OAEP with SHA3-384 as its hash. */
    public static final byte PAD_PKCS1_OAEP_SHA3_384 = 19;

    /** Padding part: OAEP with SHA3-512 as its hash. */
    public static final byte PAD_PKCS1_OAEP_SHA3_512 = 20;

    /** Padding part: ISO/IEC 9796-2, for signatures. */
    public static final byte PAD_ISO9796 = 10;

    /** Padding part: ISO/IEC 9796-2 with message recovery, for signatures. */
    public static final byte PAD_ISO9796_MR = 11;

    /** Padding part: RFC 2409, for signatures. */
    public static final byte PAD_RFC2409 = 12;

    /** Mode of {@code init}: to decrypt. */
    public static final byte MODE_DECRYPT = 1;

    /** Mode of {@code init}: to encrypt. */
    public static final byte MODE_ENCRYPT = 2;

    /** AES in counter mode; the initial vector is the first counter block. */
    public static final byte ALG_AES_CTR = (byte) 0xF0;

    /** For the implementations on the card only. */
    protected Cipher() {
    }

    /**
     * Makes a cipher.
     *
     * @param algorithm one of the {@code ALG} constants
     * @param externalAccess true if other contexts will use the object, through a shareable interface
     * @return the cipher
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
     */
    public static final native Cipher getInstance(byte algorithm, boolean externalAccess) throws CryptoException;

    /**
     * Makes a cipher of the parts of its algorithm.
     *
     * @param cipherAlgorithm one of the {@code CIPHER} constants
     * @param paddingAlgorithm one of the {@code PAD} constants
     * @param externalAccess true if other contexts will use the object
     * @return the cipher
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks the combination
     */
    public static final native Cipher getInstance(byte cipherAlgorithm, byte paddingAlgorithm, boolean externalAccess)
            throws CryptoException;

    /**
     * Puts the last data through and ends the message. Input and output may overlap.
     *
     * @param inBuff the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuff the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the data do not fit: not whole blocks,
     *     bad padding, too long
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract short doFinal(byte[] inBuff, short inOffset, short inLength, byte[] outBuff, short outOffset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the algorithm.
     *
     * @return one of the {@code ALG} constants; 0 if the combination has none
     */
    public abstract byte getAlgorithm();

    /**
     * Prepares for a direction, with an initial vector of zeros where there is one.
     *
     * @param theKey the key
     * @param theMode {@code MODE_ENCRYPT} or {@code MODE_DECRYPT}
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the mode is neither, or the key does
     *     not fit
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void init(Key theKey, byte theMode) throws CryptoException, NullPointerException;

    /**
     * Prepares for a direction, with parameters: the initial vector of CBC or the first counter block of CTR.
     *
     * @param theKey the key
     * @param theMode {@code MODE_ENCRYPT} or {@code MODE_DECRYPT}
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
     * Puts more data through. What does not fill a block may be held back until more come; input and output
     * may overlap only at the same offset.
     *
     * @param inBuff the array that holds the data
     * @param inOffset where they begin
     * @param inLength their length
     * @param outBuff the array that takes the result
     * @param outOffset where to begin
     * @return the number of bytes put out
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key has no value
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if not prepared
     * @throws CryptoException {@link CryptoException#ILLEGAL_USE} if the message is longer than the algorithm
     *     allows
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract short update(byte[] inBuff, short inOffset, short inLength, byte[] outBuff, short outOffset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the cipher part of the algorithm.
     *
     * @return one of the {@code CIPHER} constants
     */
    public abstract byte getCipherAlgorithm();

    /**
     * Gives the padding part of the algorithm.
     *
     * @return one of the {@code PAD} constants
     */
    public abstract byte getPaddingAlgorithm();

    /**
     * A cipher for one use in one method: taken from the card's stock with {@code open}, given back with
     * {@code close}, never stored. {@code update} is refused with {@code CryptoException.ILLEGAL_USE}.
     */
    public static final class OneShot extends Cipher {
        /** Only the card makes objects. */
        private OneShot() {
        }

        /**
         * Takes a cipher.
         *
         * @param cipherAlgorithm one of the {@code CIPHER} constants
         * @param paddingAlgorithm one of the {@code PAD} constants
         * @return the cipher, a temporary entry point
         * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks the combination
         * @throws SystemException {@link SystemException#NO_RESOURCE} if none is left
         */
        public static final native Cipher.OneShot open(byte cipherAlgorithm, byte paddingAlgorithm)
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
        public native void init(Key theKey, byte theMode);

        /** {@inheritDoc} */
        public native void init(Key theKey, byte theMode, byte[] bArray, short bOff, short bLen);

        /** {@inheritDoc} */
        public native short update(byte[] inBuff, short inOffset, short inLength, byte[] outBuff, short outOffset);

        /** {@inheritDoc} */
        public native byte getCipherAlgorithm();

        /** {@inheritDoc} */
        public native byte getPaddingAlgorithm();
    }
}
