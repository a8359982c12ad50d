package java.lang;

/** Thrown when an object is stored in an array whose elements are of a class that it is not an instance of. */
public class ArrayStoreException extends RuntimeException {
    /** Makes an exception without a message: a card has none. */
    public ArrayStoreException() {
    }
}
