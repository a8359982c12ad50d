package java.lang;

/**
 * Thrown when null stands where an object is needed: a field or method of it, the length or an element of an
 * array, or {@code throw null}.
 */
public class NullPointerException extends RuntimeException {
    /** Makes an exception without a message: a card has none. */
    public NullPointerException() {
    }
}
