package java.lang;

/** Thrown when an integer is divided by zero. */
public class ArithmeticException extends RuntimeException {
    /** Makes an exception without a message: a card has none. */
    public ArithmeticException() {
    }
}
