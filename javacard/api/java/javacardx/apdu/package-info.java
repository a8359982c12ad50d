/** The mark of applets that take extended lengths. Package AID A0000000620209, version 1.0. */
package javacardx.apdu;
