package javacard.security;

/** The base of the private keys of asymmetric algorithms. */
public interface PrivateKey extends Key {
}
