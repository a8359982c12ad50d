package javacardx.apdu.util;

/** Takes class bytes apart (ISO/IEC 7816-4). */
public class APDUUtil {
    /** No object is of use: all methods are static. */
    private APDUUtil() {
    }

    /**
     * Gives the logical channel that a class byte names.
     *
     * @param CLAbyte the class byte
     * @return the channel, 0 to 19
     */
    public static native byte getCLAChannel(byte CLAbyte);

    /**
     * Tells whether a class byte announces secure messaging.
     *
     * @param CLAbyte the class byte
     * @return true if it does
     */
    public static native boolean isSecureMessagingCLA(byte CLAbyte);

    /**
     * Tells whether a class byte says that more commands of a chain follow.
     *
     * @param CLAbyte the class byte
     * @return true if it does
     */
    public static native boolean isCommandChainingCLA(byte CLAbyte);

    /**
     * Tells whether a class byte is an interindustry one.
     *
     * @param CLAbyte the class byte
     * @return true if it is
     */
    public static native boolean isISOInterindustryCLA(byte CLAbyte);

    /**
     * Tells whether a class byte is valid.
     *
     * @param CLAbyte the class byte
     * @return true if it is
     */
    public static native boolean isValidCLA(byte CLAbyte);
}
