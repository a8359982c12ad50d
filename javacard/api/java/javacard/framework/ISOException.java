package javacard.framework;

/**
 * The way to answer a status word other than 9000: its reason is the status word.
 * {@code ISOException.throwIt(ISO7816.SW_WRONG_DATA)} ends the command.
 */
public class ISOException extends CardRuntimeException {
    /**
     * Makes an exception of its own with a status word; prefer {@code throwIt}.
     *
     * @param sw the status word
     */
    public ISOException(short sw) {
        super(sw);
    }

    /**
     * Ends the command with a status word: throws the card's own ISOException object.
     *
     * @param sw the status word
     * @throws ISOException always
     */
    public static void throwIt(short sw) throws ISOException {
        throw new ISOException(sw);
    }
}
