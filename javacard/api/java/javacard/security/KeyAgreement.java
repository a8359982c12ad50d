package javacard.security;

/** Agreement on a shared secret by Diffie-Hellman, over elliptic curves or in a prime field. */
public abstract class KeyAgreement {
    /** ECDH (IEEE P1363); the secret is the SHA-1 hash of the x coordinate. */
    public static final byte ALG_EC_SVDP_DH = 1;

    /**
     * ECDH (IEEE P1363); the secret is the SHA-1 hash of the x coordinate. The same as
     * {@code ALG_EC_SVDP_DH}.
     */
    public static final byte ALG_EC_SVDP_DH_KDF = 1;

    /** ECDH with cofactor multiplication (IEEE P1363); the secret is the SHA-1 hash of the x coordinate. */
    public static final byte ALG_EC_SVDP_DHC = 2;

    /** ECDH with cofactor multiplication; the same as {@code ALG_EC_SVDP_DHC}. */
    public static final byte ALG_EC_SVDP_DHC_KDF = 2;

    /** ECDH (IEEE P1363); the secret is the x coordinate itself. */
    public static final byte ALG_EC_SVDP_DH_PLAIN = 3;

    /** ECDH with cofactor multiplication (IEEE P1363); the secret is the x coordinate itself. */
    public static final byte ALG_EC_SVDP_DHC_PLAIN = 4;

    /** The generic mapping of PACE (ICAO Doc 9303): gives the new base point, uncompressed. */
    public static final byte ALG_EC_PACE_GM = 5;

    /** ECDH (IEEE P1363); the secret is the whole point, uncompressed. */
    public static final byte ALG_EC_SVDP_DH_PLAIN_XY = 6;

    /** Diffie-Hellman in a prime field (ANSI X9.42); the secret is the number itself. */
    public static final byte ALG_DH_PLAIN = 7;

    /** For the implementations on the card only. */
    protected KeyAgreement() {
    }

    /**
     * Makes a key agreement object.
     *
     * @param algorithm one of the {@code ALG} constants
     * @param externalAccess true if other contexts will use the object
     * @return the object
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks it
     */
    public static final native KeyAgreement getInstance(byte algorithm, boolean externalAccess)
            throws CryptoException;

    /**
     * Sets the own private key.
     *
     * @param privKey the key
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the key does not fit the algorithm
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key is not initialized
     * @throws NullPointerException if an array or object given is null
     */
    public abstract void init(PrivateKey privKey) throws CryptoException, NullPointerException;

    /**
     * Gives the algorithm.
     *
     * @return one of the {@code ALG} constants
     */
    public abstract byte getAlgorithm();

    /**
     * Computes the secret of the other party's public value.
     *
     * @param publicData the array that holds it: an uncompressed point, or a number
     * @param publicOffset where it begins
     * @param publicLength its length
     * @param secret the array that takes the secret
     * @param secretOffset where to begin
     * @return the length of the secret
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the public value is not valid
     * @throws CryptoException {@link CryptoException#INVALID_INIT} if no private key was set
     * @throws CryptoException {@link CryptoException#UNINITIALIZED_KEY} if the key is not initialized
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public abstract short generateSecret(
            byte[] publicData, short publicOffset, short publicLength, byte[] secret, short secretOffset)
            throws CryptoException, ArrayIndexOutOfBoundsException, NullPointerException;
}
