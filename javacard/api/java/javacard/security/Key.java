package javacard.security;

/**
 * The base of all keys. Made by {@code KeyBuilder}; a key is initialized once all of its components are set.
 */
public interface Key {
    /** Erases the key's value and makes it uninitialized. */
    void clearKey();

    /**
     * Gives the key size.
     *
     * @return the size in bits
     */
    short getSize();

    /**
     * Gives the type of the key.
     *
     * @return one of the {@code KeyBuilder.TYPE} constants
     */
    byte getType();

    /**
     * Tells whether the key has all its components and may be used.
     *
     * @return true if so
     */
    boolean isInitialized();
}
