/**
 * What a class byte says, for bytes that are not the current APDU's. Package AID A000000062020901, version
 * 1.0.
 */
package javacardx.apdu.util;
