package javacard.framework.service;

import java.rmi.Remote;
import javacard.framework.APDU;

/**
 * The service of Java Card RMI: it answers SELECT with a reference to an initial object, and calls methods
 * for the INVOKE command.
 */
public class RMIService extends BasicService implements RemoteService {
    /** The instruction byte of INVOKE unless another is set. */
    public static final byte DEFAULT_RMI_INVOKE_INSTRUCTION = 56;

    /**
     * Makes the service.
     *
     * @param initialObject the object whose reference a terminal gets first
     * @throws NullPointerException if an array or object given is null
     */
    public RMIService(Remote initialObject) throws NullPointerException {
    }

    /**
     * Answers SELECT and INVOKE.
     *
     * @param apdu the APDU
     * @return true if the command was one of them
     * @throws ServiceException {@link ServiceException#COMMAND_DATA_TOO_LONG} if they do not fit the buffer
     */
    public native boolean processCommand(APDU apdu) throws ServiceException;

    /**
     * Sets the instruction byte of INVOKE.
     *
     * @param ins the instruction byte
     */
    public native void setInvokeInstructionByte(byte ins);
}
