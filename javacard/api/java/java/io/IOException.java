package java.io;

/**
 * The superclass of the exceptions for failed input or output; on a card it only serves
 * {@code java.rmi.RemoteException}.
 */
public class IOException extends Exception {
    /** Makes an exception without a message: a card has none. */
    public IOException() {
    }
}
