/**
 * Files of a SIM as an applet sees them (3GPP TS 43.019). Package AID A0000000090003FFFFFFFF8910710001,
 * version 2.2.
 */
package sim.access;
