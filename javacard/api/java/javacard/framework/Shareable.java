package javacard.framework;

/**
 * Marks an interface whose methods other contexts may call through the firewall. An object that implements it
 * can be handed out by {@code Applet.getShareableInterfaceObject}.
 */
public interface Shareable {
}
