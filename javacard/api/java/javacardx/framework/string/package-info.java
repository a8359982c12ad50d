/**
 * Strings of characters in byte arrays, in UTF-8 and other encodings. Cards need not have it. Package AID
 * A000000062020804, version 1.0.
 */
package javacardx.framework.string;
