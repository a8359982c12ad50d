/**
 * File identifiers of the USIM and SIM applications (3GPP TS 31.130). Package AID
 * A0000000871005FFFFFFFF8913100000, version 1.4.
 */
package uicc.usim.access;
