package javacard.framework.service;

import java.rmi.Remote;

/**
 * An object whose remote interfaces a terminal may call. A subclass is exported when it is made; other
 * objects are exported by hand.
 */
public class CardRemoteObject implements Remote {
    /** Makes the object and exports it. */
    public CardRemoteObject() {
    }

    /**
     * Lets a terminal call an object.
     *
     * @param obj the object
     * @throws SecurityException if the object belongs to another context
     */
    public static native void export(Remote obj) throws SecurityException;

    /**
     * Forbids a terminal to call an object.
     *
     * @param obj the object
     * @throws SecurityException if the object belongs to another context
     */
    public static native void unexport(Remote obj) throws SecurityException;
}
