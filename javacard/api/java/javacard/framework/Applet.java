package javacard.framework;

/**
 * The superclass of all applets. A subclass implements {@code process} and declares a static
 * {@code install(byte[], short, byte)} that makes and registers an instance. The card calls all of these in
 * the applet's context.
 */
public abstract class Applet {
    /** For the subclass only. */
    protected Applet() {
    }

    /**
     * Called by the card to make an instance; a subclass declares its own, which hides this one. The
     * parameters are those of the installation: length and instance AID, length and control information,
     * length and applet data. They are cleared when it returns.
     *
     * @param bArray the array with the parameters, a global array
     * @param bOffset where they begin
     * @param bLength their length; take it as unsigned
     * @throws ISOException if the installation fails, with the status word to answer
     */
    public static void install(byte[] bArray, short bOffset, byte bLength) throws ISOException {
        ISOException.throwIt(ISO7816.SW_FUNC_NOT_SUPPORTED);
    }

    /**
     * Tells, in {@code select} or {@code process} during a SELECT, whether the applet is selected again on
     * the channel where it was active.
     *
     * @return true if it is
     */
    protected static native boolean reSelectingApplet();

    /**
     * Answers a command. Called for each APDU while the applet is selected, and for the SELECT itself
     * ({@code selectingApplet} tells). A normal return answers with status 9000.
     *
     * @param apdu the command, a temporary entry point object: it may not be stored
     * @throws ISOException with the status word to answer
     */
    public abstract void process(APDU apdu) throws ISOException;

    /**
     * Called when the applet is about to be selected. Unless overridden it accepts.
     *
     * @return true to accept, false to refuse; the SELECT then answers 6999
     */
    public boolean select() {
        return true;
    }

    /**
     * Called when the applet is about to be deselected; not called on a reset or loss of power. An exception
     * is ignored.
     */
    public void deselect() {
    }

    /**
     * Called when another applet asks for a shareable interface object. Unless overridden it refuses.
     *
     * @param clientAID the AID of the applet that asks
     * @param parameter the byte that it hands over
     * @return the object, or null to refuse
     */
    public Shareable getShareableInterfaceObject(AID clientAID, byte parameter) {
        return null;
    }

    /**
     * Registers this instance with the card, under the AID of the installation. To be called once, in
     * {@code install}.
     *
     * @throws SystemException {@link SystemException#ILLEGAL_AID} if the AID is in use or the instance is
     *     registered already
     */
    protected final native void register() throws SystemException;

    /**
     * Registers this instance with the card under an AID of its choice.
     *
     * @param bArray the array that holds the AID
     * @param bOffset where it begins
     * @param bLength its length, 5 to 16
     * @throws SystemException {@link SystemException#ILLEGAL_VALUE} if the length is not 5 to 16
     * @throws SystemException {@link SystemException#ILLEGAL_AID} if the AID is in use, its RID is not that
     *     of the package, or the instance is registered already
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    protected final native void register(byte[] bArray, short bOffset, byte bLength)
            throws SystemException, ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Tells, in {@code process}, whether the command is the SELECT that selected this applet.
     *
     * @return true if it is
     */
    protected final native boolean selectingApplet();
}
