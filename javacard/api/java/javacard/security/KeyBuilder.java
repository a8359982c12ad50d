package javacard.security;

/**
 * Makes keys without a value. The result is cast to the interface of its type:
 * {@code AESKey k = (AESKey) KeyBuilder.buildKey(KeyBuilder.TYPE_AES, KeyBuilder.LENGTH_AES_128, false);}
 */
public class KeyBuilder {
    /**
     * The type of a DES or triple DES key, its value held in memory that is cleared when the card is reset.
     */
    public static final byte TYPE_DES_TRANSIENT_RESET = 1;

    /**
     * The type of a DES or triple DES key, its value held in memory that is cleared when the applet is
     * deselected.
     */
    public static final byte TYPE_DES_TRANSIENT_DESELECT = 2;

    /** The type of a DES or triple DES key. */
    public static final byte TYPE_DES = 3;

    /** The type of an RSA public key. */
    public static final byte TYPE_RSA_PUBLIC = 4;

    /** The type of an RSA private key of modulus and exponent. */
    public static final byte TYPE_RSA_PRIVATE = 5;

    /** The type of an RSA private key in Chinese remainder form. */
    public static final byte TYPE_RSA_CRT_PRIVATE = 6;

    /** The type of a DSA public key. */
    public static final byte TYPE_DSA_PUBLIC = 7;

    /** The type of a DSA private key. */
    public static final byte TYPE_DSA_PRIVATE = 8;

    /** The type of an elliptic-curve public key over a binary field. */
    public static final byte TYPE_EC_F2M_PUBLIC = 9;

    /** The type of an elliptic-curve private key over a binary field. */
    public static final byte TYPE_EC_F2M_PRIVATE = 10;

    /** The type of an elliptic-curve public key over a prime field. */
    public static final byte TYPE_EC_FP_PUBLIC = 11;

    /** The type of an elliptic-curve private key over a prime field. */
    public static final byte TYPE_EC_FP_PRIVATE = 12;

    /** The type of an AES key, its value held in memory that is cleared when the card is reset. */
    public static final byte TYPE_AES_TRANSIENT_RESET = 13;

    /** The type of an AES key, its value held in memory that is cleared when the applet is deselected. */
    public static final byte TYPE_AES_TRANSIENT_DESELECT = 14;

    /** The type of an AES key. */
    public static final byte TYPE_AES = 15;

    /** The type of a SEED key, its value held in memory that is cleared when the card is reset. */
    public static final byte TYPE_KOREAN_SEED_TRANSIENT_RESET = 16;

    /** The type of a SEED key, its value held in memory that is cleared when the applet is deselected. */
    public static final byte TYPE_KOREAN_SEED_TRANSIENT_DESELECT = 17;

    /** The type of a SEED key. */
    public static final byte TYPE_KOREAN_SEED = 18;

    /** The type of an HMAC key, its value held in memory that is cleared when the card is reset. */
    public static final byte TYPE_HMAC_TRANSIENT_RESET = 19;

    /** The type of an HMAC key, its value held in memory that is cleared when the applet is deselected. */
    public static final byte TYPE_HMAC_TRANSIENT_DESELECT = 20;

    /** The type of an HMAC key. */
    public static final byte TYPE_HMAC = 21;

    /**
     * The type of an RSA private key of modulus and exponent, its value held in memory that is cleared when
     * the card is reset.
     */
    public static final byte TYPE_RSA_PRIVATE_TRANSIENT_RESET = 22;

    /**
     * The type of an RSA private key of modulus and exponent, its value held in memory that is cleared when
     * the applet is deselected.
     */
    public static final byte TYPE_RSA_PRIVATE_TRANSIENT_DESELECT = 23;

    /**
     * The type of an RSA private key in Chinese remainder form, its value held in memory that is cleared when
     * the card is reset.
     */
    public static final byte TYPE_RSA_CRT_PRIVATE_TRANSIENT_RESET = 24;

    /**
     * The type of an RSA private key in Chinese remainder form, its value held in memory that is cleared when
     * the applet is deselected.
     */
    public static final byte TYPE_RSA_CRT_PRIVATE_TRANSIENT_DESELECT = 25;

    /** The type of a DSA private key, its value held in memory that is cleared when the card is reset. */
    public static final byte TYPE_DSA_PRIVATE_TRANSIENT_RESET = 26;

    /**
     * The type of a DSA private key, its value held in memory that is cleared when the applet is deselected.
     */
    public static final byte TYPE_DSA_PRIVATE_TRANSIENT_DESELECT = 27;

    /**
     * The type of an elliptic-curve private key over a binary field, its value held in memory that is cleared
     * when the card is reset.
     */
    public static final byte TYPE_EC_F2M_PRIVATE_TRANSIENT_RESET = 28;

    /**
     * The type of an elliptic-curve private key over a binary field, its value held in memory that is cleared
     * when the applet is deselected.
     */
    public static final byte TYPE_EC_F2M_PRIVATE_TRANSIENT_DESELECT = 29;

    /**
     * The type of an elliptic-curve private key over a prime field, its value held in memory that is cleared
     * when the card is reset.
     */
    public static final byte TYPE_EC_FP_PRIVATE_TRANSIENT_RESET = 30;

    /**
     * The type of an elliptic-curve private key over a prime field, its value held in memory that is cleared
     * when the applet is deselected.
     */
    public static final byte TYPE_EC_FP_PRIVATE_TRANSIENT_DESELECT = 31;

    /** The type of a Diffie-Hellman public key. */
    public static final byte TYPE_DH_PUBLIC = 32;

    /**
     * The type of a Diffie-Hellman public key, its value held in memory that is cleared when the applet is
     * deselected.
     */
    public static final byte TYPE_DH_PUBLIC_TRANSIENT_DESELECT = 33;

    /**
     * The type of a Diffie-Hellman public key, its value held in memory that is cleared when the card is
     * reset.
     */
    public static final byte TYPE_DH_PUBLIC_TRANSIENT_RESET = 34;

    /** The type of a Diffie-Hellman private key. */
    public static final byte TYPE_DH_PRIVATE = 35;

    /**
     * The type of a Diffie-Hellman private key, its value held in memory that is cleared when the applet is
     * deselected.
     */
    public static final byte TYPE_DH_PRIVATE_TRANSIENT_DESELECT = 36;

    /**
     * The type of a Diffie-Hellman private key, its value held in memory that is cleared when the card is
     * reset.
     */
    public static final byte TYPE_DH_PRIVATE_TRANSIENT_RESET = 37;

    /** For {@code buildKey} with a memory type: a DES or triple DES key. */
    public static final byte ALG_TYPE_DES = 1;

    /** For {@code buildKey} with a memory type: an AES key. */
    public static final byte ALG_TYPE_AES = 2;

    /** For {@code buildKey} with a memory type: a DSA public key. */
    public static final byte ALG_TYPE_DSA_PUBLIC = 3;

    /** For {@code buildKey} with a memory type: a DSA private key. */
    public static final byte ALG_TYPE_DSA_PRIVATE = 4;

    /** For {@code buildKey} with a memory type: an elliptic-curve public key over a binary field. */
    public static final byte ALG_TYPE_EC_F2M_PUBLIC = 5;

    /** For {@code buildKey} with a memory type: an elliptic-curve private key over a binary field. */
    public static final byte ALG_TYPE_EC_F2M_PRIVATE = 6;

    /** For {@code buildKey} with a memory type: an elliptic-curve public key over a prime field. */
    public static final byte ALG_TYPE_EC_FP_PUBLIC = 7;

    /** For {@code buildKey} with a memory type: an elliptic-curve private key over a prime field. */
    public static final byte ALG_TYPE_EC_FP_PRIVATE = 8;

    /** For {@code buildKey} with a memory type: an HMAC key. */
    public static final byte ALG_TYPE_HMAC = 9;

    /** For {@code buildKey} with a memory type: a SEED key. */
    public static final byte ALG_TYPE_KOREAN_SEED = 10;

    /** For {@code buildKey} with a memory type: an RSA public key. */
    public static final byte ALG_TYPE_RSA_PUBLIC = 11;

    /** For {@code buildKey} with a memory type: an RSA private key of modulus and exponent. */
    public static final byte ALG_TYPE_RSA_PRIVATE = 12;

    /** For {@code buildKey} with a memory type: an RSA private key in Chinese remainder form. */
    public static final byte ALG_TYPE_RSA_CRT_PRIVATE = 13;

    /** For {@code buildKey} with a memory type: a Diffie-Hellman public key. */
    public static final byte ALG_TYPE_DH_PUBLIC = 14;

    /** For {@code buildKey} with a memory type: a Diffie-Hellman private key. */
    public static final byte ALG_TYPE_DH_PRIVATE = 15;

    /** For {@code buildKey} with a memory type: the domain parameters of a binary-field curve. */
    public static final byte ALG_TYPE_EC_F2M_PARAMETERS = 16;

    /** For {@code buildKey} with a memory type: the domain parameters of a prime-field curve. */
    public static final byte ALG_TYPE_EC_FP_PARAMETERS = 17;

    /** For {@code buildKey} with a memory type: the domain parameters of DSA. */
    public static final byte ALG_TYPE_DSA_PARAMETERS = 18;

    /** For {@code buildKey} with a memory type: the domain parameters of Diffie-Hellman. */
    public static final byte ALG_TYPE_DH_PARAMETERS = 19;

    /** Key size: single DES, 64 bits. */
    public static final short LENGTH_DES = 64;

    /** Key size: triple DES with two keys, 128 bits. */
    public static final short LENGTH_DES3_2KEY = 128;

    /** Key size: triple DES with three keys, 192 bits. */
    public static final short LENGTH_DES3_3KEY = 192;

    /** Key size: RSA with a modulus of 512 bits. */
    public static final short LENGTH_RSA_512 = 512;

    /** Key size: RSA with a modulus of 736 bits. */
    public static final short LENGTH_RSA_736 = 736;

    /** Key size: RSA with a modulus of 768 bits. */
    public static final short LENGTH_RSA_768 = 768;

    /** Key size: RSA with a modulus of 896 bits. */
    public static final short LENGTH_RSA_896 = 896;

    /** Key size: RSA with a modulus of 1024 bits. */
    public static final short LENGTH_RSA_1024 = 1024;

    /** Key size: RSA with a modulus of 1280 bits. */
    public static final short LENGTH_RSA_1280 = 1280;

    /** Key size: RSA with a modulus of 1536 bits. */
    public static final short LENGTH_RSA_1536 = 1536;

    /** Key size: RSA with a modulus of 1984 bits. */
    public static final short LENGTH_RSA_1984 = 1984;

    /** Key size: RSA with a modulus of 2048 bits. */
    public static final short LENGTH_RSA_2048 = 2048;

    /** Key size: RSA with a modulus of 3072 bits. */
    public static final short LENGTH_RSA_3072 = 3072;

    /** Key size: RSA with a modulus of 4096 bits. */
    public static final short LENGTH_RSA_4096 = 4096;

    /** Key size: DSA with a modulus of 512 bits. */
    public static final short LENGTH_DSA_512 = 512;

    /** Key size: DSA with a modulus of 768 bits. */
    public static final short LENGTH_DSA_768 = 768;

    /** Key size: DSA with a modulus of 1024 bits. */
    public static final short LENGTH_DSA_1024 = 1024;

    /** Key size: an elliptic curve over a prime field of 112 bits. */
    public static final short LENGTH_EC_FP_112 = 112;

    /** Key size: an elliptic curve over a binary field of 113 bits. */
    public static final short LENGTH_EC_F2M_113 = 113;

    /** Key size: an elliptic curve over a prime field of 128 bits. */
    public static final short LENGTH_EC_FP_128 = 128;

    /** Key size: an elliptic curve over a binary field of 131 bits. */
    public static final short LENGTH_EC_F2M_131 = 131;

    /** Key size: an elliptic curve over a prime field of 160 bits. */
    public static final short LENGTH_EC_FP_160 = 160;

    /** Key size: an elliptic curve over a binary field of 163 bits. */
    public static final short LENGTH_EC_F2M_163 = 163;

    /** Key size: an elliptic curve over a prime field of 192 bits. */
    public static final short LENGTH_EC_FP_192 = 192;

    /** Key size: an elliptic curve over a binary field of 193 bits. */
    public static final short LENGTH_EC_F2M_193 = 193;

    /** Key size: an elliptic curve over a prime field of 224 bits. */
    public static final short LENGTH_EC_FP_224 = 224;

    /** Key size: an elliptic curve over a prime field of 256 bits. */
    public static final short LENGTH_EC_FP_256 = 256;

    /** Key size: an elliptic curve over a prime field of 384 bits. */
    public static final short LENGTH_EC_FP_384 = 384;

    /** Key size: an elliptic curve over a prime field of 521 bits. */
    public static final short LENGTH_EC_FP_521 = 521;

    /** Key size: AES with 128 bits. */
    public static final short LENGTH_AES_128 = 128;

    /** Key size: AES with 192 bits. */
    public static final short LENGTH_AES_192 = 192;

    /** Key size: AES with 256 bits. */
    public static final short LENGTH_AES_256 = 256;

    /** Key size: SEED, 128 bits. */
    public static final short LENGTH_KOREAN_SEED_128 = 128;

    /** Key size, in bytes: HMAC over SHA-1, whose block has 64 bytes. */
    public static final short LENGTH_HMAC_SHA_1_BLOCK_64 = 64;

    /** Key size, in bytes: HMAC over SHA-256, whose block has 64 bytes. */
    public static final short LENGTH_HMAC_SHA_256_BLOCK_64 = 64;

    /** Key size, in bytes: HMAC over SHA-384, whose block has 128 bytes. */
    public static final short LENGTH_HMAC_SHA_384_BLOCK_128 = 128;

    /** Key size, in bytes: HMAC over SHA-512, whose block has 128 bytes. */
    public static final short LENGTH_HMAC_SHA_512_BLOCK_128 = 128;

    /** Key size: Diffie-Hellman with a modulus of 1024 bits. */
    public static final short LENGTH_DH_1024 = 1024;

    /** Key size: Diffie-Hellman with a modulus of 2048 bits. */
    public static final short LENGTH_DH_2048 = 2048;

    /** No object is of use: all methods are static. */
    private KeyBuilder() {
    }

    /**
     * Makes a key of a type.
     *
     * @param keyType one of the {@code TYPE} constants
     * @param keyLength the size in bits (HMAC: bytes), as in the {@code LENGTH} constants
     * @param keyEncryption true if the key shall implement {@code javacardx.crypto.KeyEncryption}
     * @return the key
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks the type, size or
     *     key encryption
     */
    public static native Key buildKey(byte keyType, short keyLength, boolean keyEncryption) throws CryptoException;

    /**
     * Makes a key of an algorithm in a kind of memory.
     *
     * @param algorithmicKeyType one of the {@code ALG_TYPE} constants
     * @param keyMemoryType one of the {@code JCSystem.MEMORY_TYPE} constants
     * @param keyLength the size in bits (HMAC: bytes)
     * @param keyEncryption true if the key shall implement {@code javacardx.crypto.KeyEncryption}
     * @return the key
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks the combination
     */
    public static native Key buildKey(
            byte algorithmicKeyType, byte keyMemoryType, short keyLength, boolean keyEncryption)
            throws CryptoException;

    /**
     * Makes a key that shares the domain parameters of another object, and so the memory for them.
     *
     * @param algorithmicKeyType one of the {@code ALG_TYPE} constants for DSA, Diffie-Hellman or elliptic
     *     curves
     * @param keyMemoryType one of the {@code JCSystem.MEMORY_TYPE} constants
     * @param domainParameters the parameters, made with one of the {@code ALG_TYPE_..._PARAMETERS}
     * @param keyEncryption true if the key shall implement {@code javacardx.crypto.KeyEncryption}
     * @return the key
     * @throws CryptoException {@link CryptoException#NO_SUCH_ALGORITHM} if the card lacks the combination
     * @throws CryptoException {@link CryptoException#ILLEGAL_VALUE} if the parameters do not fit the key
     * @throws NullPointerException if an array or object given is null
     */
    public static native Key buildKeyWithSharedDomain(
            byte algorithmicKeyType, byte keyMemoryType, Key domainParameters, boolean keyEncryption)
            throws CryptoException, NullPointerException;
}
