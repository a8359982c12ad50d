package java.lang;

/** The superclass of the exceptions for an index that is out of range. */
public class IndexOutOfBoundsException extends RuntimeException {
    /** Makes an exception without a message: a card has none. */
    public IndexOutOfBoundsException() {
    }
}
