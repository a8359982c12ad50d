/**
 * Biometric identification of one among several enrolled persons. Cards need not have it. Package AID
 * A0000000620204, version 1.0.
 */
package javacardx.biometry1toN;
