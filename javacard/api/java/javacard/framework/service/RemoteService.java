package javacard.framework.service;

/** A service that lets a terminal call methods of objects on the card. */
public interface RemoteService extends Service {
}
