/**
 * Keys, key agreement, signatures and MACs, message digests, random data and checksums. Objects are made by
 * {@code getInstance} and {@code buildKey}; which algorithms and key sizes there are is the card's choice,
 * and what it lacks is refused with {@code CryptoException.NO_SUCH_ALGORITHM}. Package AID A0000000620102,
 * version 1.6 (Java Card Classic 3.0.5).
 */
package javacard.security;
