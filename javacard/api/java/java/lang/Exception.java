package java.lang;

/** The superclass of the exceptions that a method must catch or declare. */
public class Exception extends Throwable {
    /** Makes an exception without a message: a card has none. */
    public Exception() {
    }
}
