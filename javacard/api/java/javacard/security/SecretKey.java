package javacard.security;

/** The base of the keys of symmetric algorithms. */
public interface SecretKey extends Key {
}
