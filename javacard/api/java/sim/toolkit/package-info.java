/**
 * SIM application toolkit for applets (3GPP TS 43.019): events, menu entries, proactive commands. Package AID
 * A0000000090003FFFFFFFF8910710002, version 2.6.
 */
package sim.toolkit;
