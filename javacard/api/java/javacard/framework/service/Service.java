package javacard.framework.service;

import javacard.framework.APDU;

public interface Service {
    boolean processDataIn(APDU p0);

    boolean processCommand(APDU p0);

    boolean processDataOut(APDU p0);
}
