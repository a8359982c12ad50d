/**
 * Makes, deletes and resizes files of a UICC (ETSI TS 102 241). Package AID A0000000090005FFFFFFFF8911010000,
 * version 1.0.
 */
package uicc.access.fileadministration;
