package org.globalplatform;

import javacard.framework.AID;

/** What the card offers to all applets. */
public class GPSystem {
    /** State of an application: installed. */
    public static final byte APPLICATION_INSTALLED = 3;

    /** State of an application: selectable. */
    public static final byte APPLICATION_SELECTABLE = 7;

    /** State of an application: locked; the bits of the state before stay set beside it. */
    public static final byte APPLICATION_LOCKED = (byte) 0x80;

    /** State of a security domain: personalized. */
    public static final byte SECURITY_DOMAIN_PERSONALIZED = 15;

    /** State of the card: OP_READY. */
    public static final byte CARD_OP_READY = 1;

    /** State of the card: INITIALIZED. */
    public static final byte CARD_INITIALIZED = 7;

    /** State of the card: SECURED. */
    public static final byte CARD_SECURED = 15;

    /** State of the card: CARD_LOCKED. */
    public static final byte CARD_LOCKED = 127;

    /** State of the card: TERMINATED. */
    public static final byte CARD_TERMINATED = -1;

    /** For {@code getCVM}: the global PIN. */
    public static final byte CVM_GLOBAL_PIN = 17;

    /** For {@code getCVM}: the application PIN 1 of a UICC (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_1 = 1;

    /** For {@code getCVM}: the application PIN 2 of a UICC (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_2 = 2;

    /** For {@code getCVM}: the application PIN 3 of a UICC (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_3 = 3;

    /** For {@code getCVM}: the application PIN 4 of a UICC (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_4 = 4;

    /** For {@code getCVM}: the application PIN 5 of a UICC (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_5 = 5;

    /** For {@code getCVM}: the application PIN 6 of a UICC (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_6 = 6;

    /** For {@code getCVM}: the application PIN 7 of a UICC (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_7 = 7;

    /** For {@code getCVM}: the application PIN 8 of a UICC (ETSI TS 102 221). */
    public static final byte CVM_ETSI_PIN_APP_8 = 8;

    /** Family of services: secure channels. */
    public static final byte FAMILY_SECURE_CHANNEL = (byte) 0x81;

    /** Family of services: cardholder verification. */
    public static final byte FAMILY_CVM = (byte) 0x82;

    /** Family of services: authorities, as misspelled in older versions. */
    public static final byte FAMILY_AUHTORITY = (byte) 0x83;

    /** Family of services: authorities. */
    public static final byte FAMILY_AUTHORITY = (byte) 0x83;

    /** Family of services: administration over HTTP. */
    public static final byte FAMILY_HTTP_ADMINISTRATION = (byte) 0x84;

    /** Family of services: reports of administration over HTTP. */
    public static final byte FAMILY_HTTP_REPORT = (byte) 0x85;

    /** Family of services: privacy protocols. */
    public static final byte FAMILY_PRIVACY_PROTOCOL = (byte) 0x86;

    /** Family of services: signatures by authorities. */
    public static final byte FAMILY_AUTHORITY_SIGNATURE = (byte) 0x87;

    /** Family of services: brokers. */
    public static final byte FAMILY_BROKER = (byte) 0x88;

    /** Family of services: USSM. */
    public static final byte FAMILY_USSM = (byte) 0xA0;

    /** For {@code Applet.getShareableInterfaceObject}: a global service is asked for. */
    public static final byte GLOBAL_SERVICE_IDENTIFIER = (byte) 0x80;

    /** For {@code getCardInfo}: the historical bytes of the ATR. */
    public static final short CARD_INFO_ATR_HISTORICAL_BYTES = 128;

    /** For {@code getCardInfo}: the random identifier of the contactless interface. */
    public static final short CARD_INFO_CL_IO_RANDOM = 129;

    /** Makes an object of no use: all methods are static. */
    public GPSystem() {
    }

    /**
     * Gives the life-cycle state of the applet that calls.
     *
     * @return the state
     */
    public static native byte getCardContentState();

    /**
     * Gives the life-cycle state of the card.
     *
     * @return one of the {@code CARD} constants
     */
    public static native byte getCardState();

    /**
     * Gives a way to verify the cardholder.
     *
     * @param bCVMIdentifier one of the {@code CVM} constants
     * @return the object, or null if the card lacks it
     */
    public static native CVM getCVM(byte bCVMIdentifier);

    /**
     * Gives the secure channel of the applet's security domain.
     *
     * @return the channel
     */
    public static native SecureChannel getSecureChannel();

    /**
     * Locks the card, if the applet is privileged.
     *
     * @return true if it was done
     */
    public static native boolean lockCard();

    /**
     * Terminates the card, if the applet is privileged.
     *
     * @return true if it was done
     */
    public static native boolean terminateCard();

    /**
     * Sets the historical bytes of the ATR, if the applet is privileged (card reset).
     *
     * @param baBuffer the array that holds them
     * @param sOffset where they begin
     * @param bLength their length, at most 15
     * @return true if they were set
     */
    public static native boolean setATRHistBytes(byte[] baBuffer, short sOffset, byte bLength);

    /**
     * Sets the life-cycle state of the applet that calls.
     *
     * @param bState the state: one of the application's own, or {@code APPLICATION_LOCKED}
     * @return true if it was set
     */
    public static native boolean setCardContentState(byte bState);

    /**
     * Gives an application's entry in the registry.
     *
     * @param reqAID its AID, or null for the applet that calls
     * @return the entry, or null if there is none or the caller may not see it
     */
    public static native GPRegistryEntry getRegistryEntry(AID reqAID);

    /**
     * Finds a global service.
     *
     * @param serverAID the AID of the application that offers it, or null for the one registered
     * @param sServiceName the family in the high byte, the identifier in the low
     * @return the service, or null
     */
    public static native GlobalService getService(AID serverAID, short sServiceName);

    /**
     * Copies information about the card.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @param infoType one of the {@code CARD_INFO} constants
     * @return the offset behind the last byte written
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    public static native short getCardInfo(byte[] buffer, short offset, short infoType)
            throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the length of information about the card.
     *
     * @param infoType one of the {@code CARD_INFO} constants
     * @return the length
     */
    public static native short getCardInfoLength(short infoType);
}
