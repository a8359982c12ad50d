/**
 * What every applet is made of: {@link javacard.framework.Applet}, the {@link javacard.framework.APDU} it
 * answers, AIDs, PINs, transactions and transient memory ({@link javacard.framework.JCSystem}), array
 * utilities ({@link javacard.framework.Util}), and the exceptions that carry a reason code. Package AID
 * A0000000620101, version 1.6 (Java Card Classic 3.0.5).
 */
package javacard.framework;
