package javacard.framework.service;

import javacard.framework.APDU;

public class BasicService implements Service {
    public BasicService() {
    }

    public native boolean processDataIn(APDU p0);

    public native boolean processCommand(APDU p0);

    public native boolean processDataOut(APDU p0);

    public native short receiveInData(APDU p0);

    public native void setProcessed(APDU p0);

    public native boolean isProcessed(APDU p0);

    public native void setOutputLength(APDU p0, short p1);

    public native short getOutputLength(APDU p0);

    public native void setStatusWord(APDU p0, short p1);

    public native short getStatusWord(APDU p0);

    public native boolean fail(APDU p0, short p1);

    public native boolean succeed(APDU p0);

    public native boolean succeedWithStatusWord(APDU p0, short p1);

    public native byte getCLA(APDU p0);

    public native byte getINS(APDU p0);

    public native byte getP1(APDU p0);

    public native byte getP2(APDU p0);

    public native boolean selectingApplet();
}
