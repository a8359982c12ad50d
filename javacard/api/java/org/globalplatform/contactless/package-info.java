/**
 * Contactless applications: their activation, protocol data, groups and events (GlobalPlatform Amendment C).
 * Package AID A00000015102, version 1.4.
 */
package org.globalplatform.contactless;
