package java.lang;

/**
 * The superclass of the exceptions that need not be declared: those of the virtual machine, and
 * {@code javacard.framework.CardRuntimeException}.
 */
public class RuntimeException extends Exception {
    /** Makes an exception without a message: a card has none. */
    public RuntimeException() {
    }
}
