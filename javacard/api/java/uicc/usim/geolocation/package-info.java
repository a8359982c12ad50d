/**
 * Asks the terminal for its geographical location (3GPP TS 31.130). Package AID
 * A0000000871005FFFFFFFF8913300000, version 2.0.
 */
package uicc.usim.geolocation;
