/**
 * Memories beside the card's own: Mifare, extended store. Cards need not have it. Package AID A0000000620203,
 * version 1.0.
 */
package javacardx.external;
