package uicc.usim.suci;

import javacard.framework.AID;

/** The calculators of the USIMs. */
public class SUCIRegistry {
    /** No object is of use: all methods are static. */
    private SUCIRegistry() {
    }

    /**
     * Registers a calculator for a USIM.
     *
     * @param aid the USIM's AID
     * @param calculator the calculator
     * @throws SUCIException {@link SUCIException#NO_USIM} if there is no such USIM
     * @throws SUCIException {@link SUCIException#ALREADY_REGISTERED} if another is registered
     */
    public static native void registerSUCICalculator(AID aid, SUCICalculator calculator) throws SUCIException;

    /**
     * Registers a calculator for the only USIM.
     *
     * @param calculator the calculator
     * @throws SUCIException {@link SUCIException#NO_USIM} if there is none
     * @throws SUCIException {@link SUCIException#ALREADY_REGISTERED} if another is registered
     */
    public static native void registerSUCICalculator(SUCICalculator calculator) throws SUCIException;

    /**
     * Takes a registration back.
     *
     * @param aid the USIM's AID
     * @param calculator the calculator
     * @throws SUCIException {@link SUCIException#NOT_REGISTERED} if it is not registered
     */
    public static native void deregisterSUCICalculator(AID aid, SUCICalculator calculator) throws SUCIException;

    /**
     * Takes a registration for the only USIM back.
     *
     * @param calculator the calculator
     * @throws SUCIException {@link SUCIException#NOT_REGISTERED} if it is not registered
     */
    public static native void deregisterSUCICalculator(SUCICalculator calculator) throws SUCIException;
}
