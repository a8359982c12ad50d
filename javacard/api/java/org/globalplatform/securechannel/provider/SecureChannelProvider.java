package org.globalplatform.securechannel.provider;

import org.globalplatform.securechannel.SecureChannelProtocol;

/** Makes secure channel objects for applets. */
public class SecureChannelProvider {
    /** Protocol: secure messaging of ISO/IEC 7816-4. */
    public static final short TYPE_ISO7816 = 1;

    /** Protocol: OPACITY. */
    public static final short TYPE_OPACITY = 2;

    /** Protocol: secure messaging of ISO/IEC 7816-4 with keys of SCP03. */
    public static final short TYPE_ISO_SCP03 = 3;

    /** Protocol: SCP02. */
    public static final short TYPE_SCP02 = 4;

    /** Protocol: SCP03. */
    public static final short TYPE_SCP03 = 5;

    /** Protocol: PACE. */
    public static final short TYPE_PACE = 17;

    /** Protocol: the general authentication procedure. */
    public static final short TYPE_GAP = 18;

    /** Protocol: extended access control, version 1. */
    public static final short TYPE_EAC_V1 = 19;

    /** Buffers: in transient memory. */
    public static final short BUFFERTYPE_TRANSIENT = 1;

    /** Buffers: anywhere. */
    public static final short BUFFERTYPE_ANY = 16;

    /** No object is of use: all methods are static. */
    private SecureChannelProvider() {
    }

    /**
     * Makes a secure channel object.
     *
     * @param type one of the {@code TYPE} constants
     * @param buffer the array that holds parameters
     * @param offset where they begin
     * @param length their length
     * @param bufferType one of the {@code BUFFERTYPE} constants
     * @return the object
     */
    public static final native SecureChannelProtocol createNewInstance(
            short type, byte[] buffer, short offset, short length, short bufferType);
}
