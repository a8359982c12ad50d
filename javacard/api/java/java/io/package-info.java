/**
 * The one class that {@code java.rmi.RemoteException} needs as its superclass. Package AID A0000000620002,
 * version 1.0.
 */
package java.io;
