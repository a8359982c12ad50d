package org.globalplatform;

import javacard.framework.Shareable;

/** Implemented by an application that offers services to others. */
public interface GlobalService extends Shareable {
    /** Key access: the security domain and its applications. */
    byte KEY_ACCESS_ANY = 0;

    /** Key access: the security domain only. */
    byte KEY_ACCESS_SECURITY_DOMAIN = 1;

    /** Key access: applications only. */
    byte KEY_ACCESS_APPLICATION = 2;

    /** Key type: AES. */
    byte KEY_TYPE_AES = (byte) 0x88;

    /** Key type: triple DES in ECB or CBC mode (an older value). */
    byte KEY_TYPE_3DES = (byte) 0x81;

    /** Key type: triple DES in CBC mode. */
    byte KEY_TYPE_3DES_CBC = (byte) 0x82;

    /** Key type: DES, the mode being known. */
    byte KEY_TYPE_DES = (byte) 0x80;

    /** Key type: DES in CBC mode. */
    byte KEY_TYPE_DES_CBC = (byte) 0x84;

    /** Key type: DES in ECB mode. */
    byte KEY_TYPE_DES_ECB = (byte) 0x83;

    /** Key type: told by a further byte. */
    byte KEY_TYPE_EXTENDED = -1;

    /** Key type: HMAC with SHA-1, of any length. */
    byte KEY_TYPE_HMAC_SHA1 = (byte) 0x90;

    /** Key type: HMAC with SHA-1, 160 bits. */
    byte KEY_TYPE_HMAC_SHA1_160 = (byte) 0x91;

    /** Key type: the prime P of an RSA private key. */
    byte KEY_TYPE_RSA_PRIVATE_CRT_P = (byte) 0xA4;

    /** Key type: the prime Q of an RSA private key. */
    byte KEY_TYPE_RSA_PRIVATE_CRT_Q = (byte) 0xA5;

    /** Key type: PQ of an RSA private key. */
    byte KEY_TYPE_RSA_PRIVATE_CRT_PQ = (byte) 0xA6;

    /** Key type: DP1 of an RSA private key. */
    byte KEY_TYPE_RSA_PRIVATE_CRT_DP1 = (byte) 0xA7;

    /** Key type: DQ1 of an RSA private key. */
    byte KEY_TYPE_RSA_PRIVATE_CRT_DQ1 = (byte) 0xA8;

    /** Key type: the exponent of an RSA private key. */
    byte KEY_TYPE_RSA_PRIVATE_EXPONENT = (byte) 0xA3;

    /** Key type: the modulus of an RSA private key. */
    byte KEY_TYPE_RSA_PRIVATE_MODULUS = (byte) 0xA2;

    /** Key type: the exponent of an RSA public key. */
    byte KEY_TYPE_RSA_PUBLIC_EXPONENT = (byte) 0xA0;

    /** Key type: the modulus of an RSA public key. */
    byte KEY_TYPE_RSA_PUBLIC_MODULUS = (byte) 0xA1;

    /** Key usage: to sign and decipher. */
    byte KEY_USAGE_COMPUTATION_DECIPHERMENT = 64;

    /** Key usage: confidentiality. */
    byte KEY_USAGE_CONFIDENTIALITY = 8;

    /** Key usage: cryptographic authorization. */
    byte KEY_USAGE_CRYPTOGRAPHIC_AUTHORIZATION = 1;

    /** Key usage: cryptographic checksums. */
    byte KEY_USAGE_CRYPTOGRAPHIC_CHECKSUM = 4;

    /** Key usage: digital signatures. */
    byte KEY_USAGE_DIGITAL_SIGNATURE = 2;

    /** Key usage: secure messaging of commands. */
    byte KEY_USAGE_SM_COMMAND = 16;

    /** Key usage: secure messaging of responses. */
    byte KEY_USAGE_SM_RESPONSE = 32;

    /** Key usage: to verify and encipher. */
    byte KEY_USAGE_VERIFICATION_ENCIPHERMENT = (byte) 0x80;

    /**
     * Called when an application asks for the service.
     *
     * @param clientRegistryEntry the entry of the application that asks
     * @param sServiceName the family in the high byte, the identifier in the low
     * @param baBuffer the array that holds parameters
     * @param sOffset where they begin
     * @param sLength their length
     * @return the service's object, or null to refuse
     */
    Shareable getServiceInterface(
            GPRegistryEntry clientRegistryEntry, short sServiceName, byte[] baBuffer, short sOffset, short sLength);
}
