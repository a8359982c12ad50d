package org.globalplatform.contactless;

import javacard.framework.AID;
import org.globalplatform.GPRegistryEntry;

/** What the card offers to contactless applications. */
public class GPCLSystem {
    /** For {@code Applet.getShareableInterfaceObject}: a {@code CLApplet} is asked for. */
    public static final byte GPCL_CL_APPLICATION = (byte) 0x86;

    /** For {@code Applet.getShareableInterfaceObject}: a {@code CRSApplication} is asked for. */
    public static final byte GPCL_CRS_APPLICATION = (byte) 0x84;

    /** For {@code Applet.getShareableInterfaceObject}: a {@code CRELApplication} is asked for. */
    public static final byte GPCL_CREL_APPLICATION = (byte) 0x85;

    /** For {@code Applet.getShareableInterfaceObject}: a {@code CLAppletActivationPolicy} is asked for. */
    public static final byte GPCL_CL_APPLICATION_ACTIVATION_POLICY = (byte) 0x83;

    /** Application family: any. */
    public static final short AFI_ANY = 0;

    /** Application family: transport. */
    public static final short AFI_TRANSPORT = 16;

    /** Application family: financial. */
    public static final short AFI_FINANCIAL = 32;

    /** Application family: identification. */
    public static final short AFI_IDENTIFICATION = 48;

    /** Application family: telecommunication. */
    public static final short AFI_TELECOMMUNICATION = 64;

    /** Application family: medical. */
    public static final short AFI_MEDICAL = 80;

    /** Application family: multimedia. */
    public static final short AFI_MULTIMEDIA = 96;

    /** Application family: gaming. */
    public static final short AFI_GAMING = 112;

    /** Application family: data storage. */
    public static final short AFI_DATA_STORAGE = 128;

    /** For {@code getCardCLInfo}: default protocol data type A. */
    public static final short CARD_INFO_DEFAULT_PROTOCOL_DATA_TYPE_A = 1;

    /** For {@code getCardCLInfo}: default protocol data type B. */
    public static final short CARD_INFO_DEFAULT_PROTOCOL_DATA_TYPE_B = 2;

    /** For {@code getCardCLInfo}: default protocol data type F. */
    public static final short CARD_INFO_DEFAULT_PROTOCOL_DATA_TYPE_F = 3;

    /** For {@code getCardCLInfo}: current protocol data type A. */
    public static final short CARD_INFO_CURRENT_PROTOCOL_DATA_TYPE_A = 4;

    /** For {@code getCardCLInfo}: current protocol data type B. */
    public static final short CARD_INFO_CURRENT_PROTOCOL_DATA_TYPE_B = 5;

    /** For {@code getCardCLInfo}: current protocol data type F. */
    public static final short CARD_INFO_CURRENT_PROTOCOL_DATA_TYPE_F = 6;

    /** For {@code getCardCLInfo}: counter update. */
    public static final short CARD_INFO_COUNTER_UPDATE = 7;

    /** For {@code getCardCLInfo}: contactless protocol type state. */
    public static final short CARD_INFO_CONTACTLESS_PROTOCOL_TYPE_STATE = 8;

    /** Interface: ISO/IEC 14443. */
    public static final short GPCL_INTERFACE_ISO14443 = 1;

    /** Interface: proximity. */
    public static final short GPCL_PROXIMITY_IO_INTERFACE = 1;

    /** Interface: proximity, type A. */
    public static final short GPCL_PROXIMITY_IO_PROTOCOL_TYPE_A = 65;

    /** Interface: proximity, type B. */
    public static final short GPCL_PROXIMITY_IO_PROTOCOL_TYPE_B = 66;

    /** Interface: proximity, type F. */
    public static final short GPCL_PROXIMITY_IO_PROTOCOL_TYPE_F = 68;

    /** Secure element: unknown. */
    public static final byte SECURE_ELEMENT_UNKNOWN = 0;

    /** Secure element: UICC. */
    public static final byte SECURE_ELEMENT_UICC = 1;

    /** Secure element: embedded. */
    public static final byte SECURE_ELEMENT_EMBEDDED = 2;

    /** Secure element: memory card. */
    public static final byte SECURE_ELEMENT_SDCARD = 3;

    /** User interface of the host device: unknown. */
    public static final short HOST_DEVICE_UI_STATE_UNKNOWN = (short) 0x8000;

    /** User interface of the host device: available. */
    public static final short HOST_DEVICE_UI_AVAILABLE = 16384;

    /** No object is of use: all methods are static. */
    private GPCLSystem() {
    }

    /**
     * Gives a contactless application's entry.
     *
     * @param reqAID its AID, or null for the applet that calls
     * @return the entry, or null
     */
    public static native GPCLRegistryEntry getGPCLRegistryEntry(AID reqAID);

    /**
     * Gives the entries of contactless applications, one a call.
     *
     * @param entry the last one given, or null to begin
     * @param family one of the {@code AFI} constants
     * @return the next one, or null at the end
     */
    public static native GPCLRegistryEntry getNextGPCLRegistryEntry(GPCLRegistryEntry entry, short family);

    /**
     * Puts an application first until the next reset.
     *
     * @param entry its entry, or null for none
     */
    public static native void setVolatilePriority(GPCLRegistryEntry entry);

    /**
     * Copies contactless information about the card.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @param infoType one of the {@code CARD_INFO} constants
     * @return the bytes copied
     */
    public static native short getCardCLInfo(byte[] buffer, short offset, short infoType);

    /**
     * Turns an interface on or off.
     *
     * @param interfaceType one of the {@code GPCL} interface constants
     * @param state true for on
     */
    public static native void setCommunicationInterface(short interfaceType, boolean state);

    /**
     * Tells whether an interface is on.
     *
     * @param interfaceType one of the {@code GPCL} interface constants
     * @return true if it is
     */
    public static native boolean isCommunicationInterfaceEnabled(short interfaceType);

    /**
     * Gives the type of the secure element.
     *
     * @return one of the {@code SECURE_ELEMENT} constants
     */
    public static native byte getSecureElementType();

    /**
     * Gives the state of the host device's user interface.
     *
     * @return one of the {@code HOST_DEVICE} constants
     */
    public static native short getHostDeviceUserInterfaceState();

    /**
     * Asks the host device to start an application.
     *
     * @param buffer the array that holds its identifier and parameters
     * @param offset where they begin
     * @param length their length
     */
    public static native void launchHostDeviceApplication(byte[] buffer, short offset, short length);

    /**
     * Tells whether an application may use an interface.
     *
     * @param entry its entry
     * @param interfaceType one of the {@code GPCL} interface constants
     * @return true if it may
     */
    public static native boolean checkCommunicationInterfaceAccess(GPRegistryEntry entry, short interfaceType);
}
