package sim.toolkit;

import javacard.framework.CardRuntimeException;

/** Thrown for errors in toolkit applets. */
public class ToolkitException extends CardRuntimeException {
    /** Reason: the handler has no room. */
    public static final short HANDLER_OVERFLOW = 1;

    /** Reason: the handler cannot be used now. */
    public static final short HANDLER_NOT_AVAILABLE = 2;

    /** Reason: the TLV or part of it is not there. */
    public static final short UNAVAILABLE_ELEMENT = 3;

    /** Reason: the applet has no such menu entry. */
    public static final short MENU_ENTRY_NOT_FOUND = 4;

    /** Reason: the registry cannot do it. */
    public static final short REGISTRY_ERROR = 5;

    /** Reason: the card does not support the event. */
    public static final short EVENT_NOT_SUPPORTED = 6;

    /** Reason: another applet is registered for the event. */
    public static final short EVENT_ALREADY_REGISTERED = 7;

    /** Reason: the TLV is shorter. */
    public static final short OUT_OF_TLV_BOUNDARIES = 8;

    /** Reason: the terminal has not told its profile. */
    public static final short ME_PROFILE_NOT_AVAILABLE = 9;

    /** Reason: the text is too long. */
    public static final short ALLOWED_LENGTH_EXCEEDED = 10;

    /** Reason: no timer is left. */
    public static final short NO_TIMER_AVAILABLE = 11;

    /** Reason: the applet does not have the timer. */
    public static final short INVALID_TIMER_ID = 12;

    /** Reason: the event cannot be registered or cleared so. */
    public static final short EVENT_NOT_ALLOWED = 13;

    /** Reason: a parameter is out of range. */
    public static final short BAD_INPUT_PARAMETER = 14;

    /** Reason: the proactive command is not for applets now. */
    public static final short COMMAND_NOT_ALLOWED = 15;

    /** Reason: the applet has no toolkit application reference. */
    public static final short TAR_NOT_DEFINED = 16;

    /**
     * Makes an exception of its own with a reason; it costs persistent memory, so prefer {@code throwIt}.
     *
     * @param reason the reason code
     */
    public ToolkitException(short reason) {
        super(reason);
    }

    /**
     * Throws the card's own ToolkitException (a temporary entry point object, no memory is allocated) with a
     * reason.
     *
     * @param reason the reason code
     * @throws ToolkitException always
     */
    public static void throwIt(short reason) throws ToolkitException {
        throw new ToolkitException(reason);
    }
}
