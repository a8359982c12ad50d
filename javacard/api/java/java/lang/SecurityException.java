package java.lang;

/**
 * Thrown by the firewall when an object of another context is accessed, or a reference to a temporary entry
 * point object or a global array is stored.
 */
public class SecurityException extends RuntimeException {
    /** Makes an exception without a message: a card has none. */
    public SecurityException() {
    }
}
