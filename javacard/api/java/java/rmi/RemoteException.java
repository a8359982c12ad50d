package java.rmi;

import java.io.IOException;

/** Thrown when a remote method call fails. Each method of a remote interface declares it. */
public class RemoteException extends IOException {
    /** Makes an exception without a message: a card has none. */
    public RemoteException() {
    }
}
