/**
 * Encryption and decryption ({@link javacardx.crypto.Cipher}), authenticated encryption, and keys that are
 * set enciphered. Package AID A0000000620201, version 1.6 (Java Card Classic 3.0.5).
 */
package javacardx.crypto;
