package javacard.security;

/** The base of the public keys of asymmetric algorithms. */
public interface PublicKey extends Key {
}
