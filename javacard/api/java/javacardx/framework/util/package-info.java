/**
 * Utilities for arrays of all kinds. Cards need not have it. Package AID A000000062020801, version 1.1 (Java
 * Card Classic 3.0.5).
 */
package javacardx.framework.util;
