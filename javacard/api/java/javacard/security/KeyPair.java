package javacard.security;

/** A public key and its private key; {@code genKeyPair} makes their values. */
public final class KeyPair {
    /** RSA with a private key of modulus and exponent. */
    public static final byte ALG_RSA = 1;

    /** RSA with a private key in Chinese remainder form. */
    public static final byte ALG_RSA_CRT = 2;

    /** DSA. */
    public static final byte ALG_DSA = 3;

    /** Elliptic curve over a binary field. */
    public static final byte ALG_EC_F2M = 4;

    /** Elliptic curve over a prime field. */
    public static final byte ALG_EC_FP = 5;

    /** Diffie-Hellman. */
    public static final byte ALG_DH = 6;

    /**
     * Makes a pair of persistent keys without values.
     *
     * @param algorithm one of the {@code ALG} constants
     * @param keyLength the size in bits
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks the algorithm or
     *     size
     */
    public KeyPair(byte algorithm, short keyLength) throws CryptoException {
    }

    /**
     * Makes a pair of two keys; they are kept by reference.
     *
     * @param publicKey the public key
     * @param privateKey the private key
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the keys do not belong to one
     *     algorithm and size
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card cannot make such pairs
     * @throws NullPointerException if an array or object given is null
     */
    public KeyPair(PublicKey publicKey, PrivateKey privateKey) throws CryptoException, NullPointerException {
    }

    /**
     * Makes new values for both keys. Domain parameters (and an RSA public exponent) that the public key has
     * are kept; else the card takes its own.
     *
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the exponent or the parameters are not
     *     usable
     */
    public final native void genKeyPair() throws CryptoException;

    /**
     * Gives the private key.
     *
     * @return the key, the same object each time
     */
    public native PrivateKey getPrivate();

    /**
     * Gives the public key.
     *
     * @return the key, the same object each time
     */
    public native PublicKey getPublic();
}
