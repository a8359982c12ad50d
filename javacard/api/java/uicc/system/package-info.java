/**
 * Handlers and buffers of a UICC (ETSI TS 102 241). Package AID A0000000090005FFFFFFFF8913000000, version
 * 1.0.
 */
package uicc.system;
