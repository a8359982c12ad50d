/** Integers of 32 bits, for cards that support them. Package AID A00000006202080101, version 1.0. */
package javacardx.framework.util.intx;
