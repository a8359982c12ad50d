/**
 * Card application toolkit for applets (ETSI TS 102 241): events, menu entries, proactive commands. Package
 * AID A0000000090005FFFFFFFF8912000000, version 1.1.
 */
package uicc.toolkit;
