package uicc.usim.geolocation;

import javacard.framework.CardRuntimeException;

/** Thrown for errors with locations. */
public class GeoLocationException extends CardRuntimeException {
    /** Reason: a parameter does not fit. */
    public static final short INCORRECT_PARAMETERS = 1;

    /** Reason: the terminal does not do it. */
    public static final short FUNCTION_DISABLED = 2;

    /** Reason: the terminal cannot do it now. */
    public static final short UNABLE_TO_PROCESS_COMMAND = 3;

    /** Reason: the answer does not have what was asked for. */
    public static final short INCORRECT_INFORMATION = 5;

    /** Reason: a request is in progress. */
    public static final short LOCATION_REQUEST_PROCESSING = 6;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public GeoLocationException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own GeoLocationException (a temporary entry point object, no memory is allocated)
     * with a reason.
     *
     * @param reason the reason code
     * @throws GeoLocationException always
     */
    public static void throwIt(short reason) throws GeoLocationException {
        throw new GeoLocationException(reason);
    }
}
