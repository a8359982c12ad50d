/**
 * Computes the concealed identifier of the subscriber (5G SUCI) in an applet (3GPP TS 31.130). Package AID
 * A0000000871005FFFFFFFF8913400000, version 1.0.
 */
package uicc.usim.suci;
