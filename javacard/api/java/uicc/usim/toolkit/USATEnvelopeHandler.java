package uicc.usim.toolkit;

import uicc.toolkit.EnvelopeHandler;
import uicc.toolkit.ToolkitException;

/** The envelope that brought the event, with what the USIM adds: short messages. */
public interface USATEnvelopeHandler extends EnvelopeHandler {
    /**
     * Gives the offset of the secured data in the current TLV (3GPP TS 31.115).
     *
     * @return the offset
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there are none
     */
    short getSecuredDataOffset() throws ToolkitException;

    /**
     * Gives the length of the secured data.
     *
     * @return the length
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there are none
     */
    short getSecuredDataLength() throws ToolkitException;

    /**
     * Gives the offset of the user data length in the SMS TPDU, which becomes the current TLV.
     *
     * @return the offset
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no TPDU
     */
    short getTPUDLOffset() throws ToolkitException;

    /**
     * Gives the length of the user data in the SMS TPDU.
     *
     * @return the length
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is no TPDU
     */
    short getUserDataLength() throws ToolkitException;

    /**
     * Gives the offset of the short message in the current TLV.
     *
     * @return the offset
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is none
     */
    short getShortMessageOffset() throws ToolkitException;

    /**
     * Gives the length of the short message.
     *
     * @return the length
     * @throws ToolkitException {@link ToolkitException#UNAVAILABLE_ELEMENT} if there is none
     */
    short getShortMessageLength() throws ToolkitException;
}
