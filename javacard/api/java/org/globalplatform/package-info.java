/**
 * What a GlobalPlatform card offers to its applets: life-cycle states, the registry, secure channels of the
 * applet's security domain, the cardholder's PIN and global services (GlobalPlatform Card Specification, Java
 * Card API). Package AID A00000015100, version 1.7.
 */
package org.globalplatform;
