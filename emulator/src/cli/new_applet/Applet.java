package @PACKAGE@;

import javacard.framework.APDU;
import javacard.framework.Applet;
import javacard.framework.ISO7816;
import javacard.framework.ISOException;
import javacard.framework.Util;

/**
 * A counter that lives through power cuts.
 *
 * <p>CLA 80, INS 10: its value, two bytes. INS 20: adds the byte of the data field to it, and gives the new value.
 */
public class @CLASS@ extends Applet {
    private static final byte CLA = (byte) 0x80;
    private static final byte INS_READ = 0x10;
    private static final byte INS_ADD = 0x20;

    /** 6A80 stands for wrong data: the sum would be too large. */
    private static final short SW_TOO_LARGE = ISO7816.SW_WRONG_DATA;

    /** Fields of objects are kept in the card's non-volatile memory, and each write is all or nothing. */
    private short counter;

    private @CLASS@() {
    }

    /** The card calls it once, when the applet is installed. */
    public static void install(byte[] parameters, short offset, byte length) {
        // The parameters begin with the AID that the instance is to have, its length first.
        byte aidLength = parameters[offset];
        new @CLASS@().register(parameters, (short) (offset + 1), aidLength);
    }

    /** The card calls it for every command, SELECT included. */
    public void process(APDU apdu) {
        if (selectingApplet()) {
            return;
        }
        byte[] buffer = apdu.getBuffer();
        if (buffer[ISO7816.OFFSET_CLA] != CLA) {
            ISOException.throwIt(ISO7816.SW_CLA_NOT_SUPPORTED);
        }
        switch (buffer[ISO7816.OFFSET_INS]) {
        case INS_READ:
            break;
        case INS_ADD:
            add(apdu, buffer);
            break;
        default:
            ISOException.throwIt(ISO7816.SW_INS_NOT_SUPPORTED);
        }
        Util.setShort(buffer, (short) 0, counter);
        apdu.setOutgoingAndSend((short) 0, (short) 2);
    }

    private void add(APDU apdu, byte[] buffer) {
        if (apdu.setIncomingAndReceive() != 1) {
            ISOException.throwIt(ISO7816.SW_WRONG_LENGTH);
        }
        // A byte is signed: the mask makes it 0 to 255.
        short amount = (short) (buffer[ISO7816.OFFSET_CDATA] & 0xFF);
        short sum = (short) (counter + amount);
        if (sum < counter) {
            ISOException.throwIt(SW_TOO_LARGE);
        }
        counter = sum;
    }
}
