package javacardx.apdu;

/**
 * Marks an applet that takes and sends APDUs of extended length (ISO/IEC 7816-4): command data and responses
 * up to 32767 bytes.
 */
public interface ExtendedLength {
}
