package javacard.framework.service;

import java.rmi.Remote;

public class CardRemoteObject implements Remote {
    public CardRemoteObject() {
    }

    public static native void export(Remote p0);

    public static native void unexport(Remote p0);
}
