/**
 * Numbers longer than the language's, in binary or decimal digits, and parity. Cards need not have it.
 * Package AID A000000062020802, version 1.0.
 */
package javacardx.framework.math;
