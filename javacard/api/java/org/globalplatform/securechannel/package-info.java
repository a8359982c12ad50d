/**
 * Secure channels with keys of the applet's own, and in steps for long data. Package AID A00000015103,
 * version 1.1.
 */
package org.globalplatform.securechannel;
