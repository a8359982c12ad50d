/**
 * Files of a UICC as an applet sees them (ETSI TS 102 241). Package AID A0000000090005FFFFFFFF8911000000,
 * version 1.1.
 */
package uicc.access;
