/**
 * File identifiers of the ISIM application (3GPP TS 31.130). Package AID A0000000871005FFFFFFFF8914100000,
 * version 1.1.
 */
package uicc.isim.access;
