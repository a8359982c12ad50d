package javacard.framework.service;

import javacard.framework.APDU;

/**
 * One of the services of an applet. A {@code Dispatcher} hands each APDU to them in three passes: input data,
 * command, output data.
 */
public interface Service {
    /**
     * Works on the command data before the command, for example to unwrap it.
     *
     * @param apdu the APDU
     * @return true if no other service need work on the input data
     */
    boolean processDataIn(APDU apdu);

    /**
     * Works on the command itself.
     *
     * @param apdu the APDU
     * @return true if the command is done
     */
    boolean processCommand(APDU apdu);

    /**
     * Works on the response after the command, for example to wrap it.
     *
     * @param apdu the APDU
     * @return true if no other service need work on the output data
     */
    boolean processDataOut(APDU apdu);
}
