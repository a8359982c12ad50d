/** A second check of results that a fault could have changed. Package AID A0000000620205, version 1.0. */
package javacardx.security;
