/**
 * Keeps the data of applets while their load file is replaced (GlobalPlatform Amendment H). Package AID
 * A00000015107, version 1.1.
 */
package org.globalplatform.upgrade;
