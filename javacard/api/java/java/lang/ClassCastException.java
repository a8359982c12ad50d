package java.lang;

/** Thrown when an object is cast to a class that it is not an instance of. */
public class ClassCastException extends RuntimeException {
    /** Makes an exception without a message: a card has none. */
    public ClassCastException() {
    }
}
