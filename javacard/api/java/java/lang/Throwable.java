package java.lang;

/**
 * The superclass of everything that {@code throw} and {@code catch} take. It carries no message, cause or
 * stack trace.
 */
public class Throwable {
    /** Makes an exception without a message: a card has none. */
    public Throwable() {
    }
}
