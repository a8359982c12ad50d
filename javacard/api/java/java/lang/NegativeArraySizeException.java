package java.lang;

/** Thrown when an array is made with a length below zero. */
public class NegativeArraySizeException extends RuntimeException {
    /** Makes an exception without a message: a card has none. */
    public NegativeArraySizeException() {
    }
}
