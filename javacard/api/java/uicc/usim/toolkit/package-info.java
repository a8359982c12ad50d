/**
 * What the USIM adds to the card application toolkit (3GPP TS 31.130). Package AID
 * A0000000871005FFFFFFFF8913200000, version 1.9.
 */
package uicc.usim.toolkit;
