/**
 * Protocols that keep the card's identity private until the terminal is known (GlobalPlatform privacy
 * framework). Package AID A00000015105, version 1.0.
 */
package org.globalplatform.privacy;
