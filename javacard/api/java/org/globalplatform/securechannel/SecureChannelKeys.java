package org.globalplatform.securechannel;

import javacard.security.Key;
import javacard.security.SecretKey;

/** Sets the keys of a secure channel. */
public interface SecureChannelKeys {
    /** Key usage: to decipher commands. */
    byte KEY_USAGE_C_DEC = 1;

    /** Key usage: to encipher responses. */
    byte KEY_USAGE_R_ENC = (byte) 0x81;

    /** Key usage: MAC of commands. */
    byte KEY_USAGE_C_MAC = 2;

    /** Key usage: MAC of responses. */
    byte KEY_USAGE_R_MAC = (byte) 0x82;

    /** Key usage: sensitive data. */
    byte KEY_USAGE_DEK = 3;

    /** Key usage: public key of OPACITY. */
    byte KEY_USAGE_OPACITY_PUBLIC_KEY = 32;

    /** Key usage: private key of OPACITY. */
    byte KEY_USAGE_OPACITY_PRIVATE_KEY = 33;

    /** Parameter of OPACITY: the card's identifier. */
    short PARAM_OPACITY_IDSICC = 1;

    /** Parameter of OPACITY: the card's certificate. */
    short PARAM_OPACITY_CICC = 3;

    /** Parameter of OPACITY: the key's reference. */
    short PARAM_OPACITY_KEY_REF = 4;

    /** Parameter of SCP02: diversification data. */
    short PARAM_SCP02_DIVERSIFICATION_DATA = 11;

    /** Parameter of SCP02: sequence counter. */
    short PARAM_SCP02_SEQUENCE_COUNTER = 12;

    /** Parameter of SCP02: key version number. */
    short PARAM_SCP02_KEY_VERSION_NUMBER = 13;

    /** Parameter of SCP03: diversification data. */
    short PARAM_SCP03_DIVERSIFICATION_DATA = 11;

    /** Parameter of SCP03: sequence counter. */
    short PARAM_SCP03_SEQUENCE_COUNTER = 12;

    /** Parameter of SCP03: key version number. */
    short PARAM_SCP03_KEY_VERSION_NUMBER = 13;

    /**
     * Sets a master key of bytes.
     *
     * @param keyBuf the array that holds it
     * @param keyOffset where it begins
     * @param keyLength its length
     * @param keyType its type
     * @param keyUsage one of the {@code KEY_USAGE} constants
     */
    void setMasterKey(byte[] keyBuf, short keyOffset, short keyLength, byte keyType, byte keyUsage);

    /**
     * Sets a master key.
     *
     * @param key the key
     * @param keyUsage one of the {@code KEY_USAGE} constants
     */
    void setMasterKey(Key key, byte keyUsage);

    /** Forgets all master keys. */
    void resetMasterKeys();

    /**
     * Sets a session key.
     *
     * @param key the key
     * @param keyUsage one of the {@code KEY_USAGE} constants
     */
    void setSessionKey(SecretKey key, byte keyUsage);

    /**
     * Sets a session key of bytes.
     *
     * @param keyBuf the array that holds it
     * @param keyOffset where it begins
     * @param keyLength its length
     * @param keyType its type
     * @param keyUsage one of the {@code KEY_USAGE} constants
     */
    void setSessionKey(byte[] keyBuf, short keyOffset, short keyLength, byte keyType, byte keyUsage);

    /**
     * Sets a parameter of the protocol.
     *
     * @param parameter one of the {@code PARAM} constants
     * @param buffer the array that holds its value
     * @param offset where it begins
     * @param length its length
     */
    void setSpecificParameter(short parameter, byte[] buffer, short offset, short length);
}
