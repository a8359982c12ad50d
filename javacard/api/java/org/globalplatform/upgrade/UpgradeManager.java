package org.globalplatform.upgrade;

/** What the card offers for upgrades. */
public final class UpgradeManager {
    /** No object is of use: all methods are static. */
    private UpgradeManager() {
    }

    /**
     * Tells whether an upgrade is in progress.
     *
     * @return true if so
     */
    public static native boolean isUpgrading();

    /**
     * Gives the version of the load file that is replaced.
     *
     * @return the major version in the high byte, the minor in the low
     */
    public static native short getPreviousPackageVersion();

    /**
     * Tells whether the load file that is replaced has an AID.
     *
     * @param buffer the array that holds the AID
     * @param offset where it begins
     * @param length its length
     * @return true if it has
     */
    public static native boolean checkPreviousPackageAID(byte[] buffer, short offset, byte length);

    /**
     * Makes an element.
     *
     * @param type one of the {@code Element.TYPE} constants
     * @param primitiveDataSize the bytes of all primitive values that it will hold
     * @param objectCount the number of objects that it will hold
     * @return the element
     */
    public static native Element createElement(byte type, short primitiveDataSize, short objectCount);

    /**
     * Finds the mapped element of an object.
     *
     * @param instance the object
     * @return the element, or null
     */
    public static native MappedElement matchMappedElement(Object instance);

    /**
     * Gives an object that only stands for: not null.
     *
     * @return the object
     */
    public static native Object nonNullReference();
}
