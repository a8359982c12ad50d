/**
 * Biometric verification of one person: templates that are enrolled by their owner and matched against a
 * candidate. Cards need not have it. Package AID A0000000620202, version 1.3 (Java Card Classic 3.0.5).
 */
package javacardx.biometry;
