package org.globalplatform;

import javacard.framework.AID;
import javacard.framework.ISOException;
import javacard.framework.Shareable;

/** An application's entry in the registry: AID, privileges, life-cycle state, global services. */
public interface GPRegistryEntry extends Shareable {
    /** Privilege: authorized management. */
    byte PRIVILEGE_AUTHORIZED_MANAGEMENT = 9;

    /** Privilege: to lock the card. */
    byte PRIVILEGE_CARD_LOCK = 3;

    /** Privilege: card reset (default selection). */
    byte PRIVILEGE_CARD_RESET = 5;

    /** Privilege: to terminate the card. */
    byte PRIVILEGE_CARD_TERMINATE = 4;

    /** Privilege: to manage cardholder verification. */
    byte PRIVILEGE_CVM_MANAGEMENT = 6;

    /** Privilege: to verify load files (DAP). */
    byte PRIVILEGE_DAP_VERIFICATION = 1;

    /** Privilege: delegated management. */
    byte PRIVILEGE_DELEGATED_MANAGEMENT = 2;

    /** Privilege: final application. */
    byte PRIVILEGE_FINAL_APPLICATION = 14;

    /** Privilege: to delete any content. */
    byte PRIVILEGE_GLOBAL_DELETE = 11;

    /** Privilege: to lock any application. */
    byte PRIVILEGE_GLOBAL_LOCK = 12;

    /** Privilege: to see the whole registry. */
    byte PRIVILEGE_GLOBAL_REGISTRY = 13;

    /** Privilege: to offer global services. */
    byte PRIVILEGE_GLOBAL_SERVICE = 15;

    /** Privilege: mandated DAP verification. */
    byte PRIVILEGE_MANDATED_DAP = 7;

    /** Privilege: to generate receipts. */
    byte PRIVILEGE_RECEIPT_GENERATION = 16;

    /** Privilege: security domain. */
    byte PRIVILEGE_SECURITY_DOMAIN = 0;

    /** Privilege: to verify tokens. */
    byte PRIVILEGE_TOKEN_VERIFICATION = 10;

    /** Privilege: trusted path. */
    byte PRIVILEGE_TRUSTED_PATH = 8;

    /** Privilege: to decipher load files. */
    byte PRIVILEGE_CIPHERED_LOAD_FILE_DATA_BLOCK = 17;

    /**
     * Takes a global service that this application offers out of the registry.
     *
     * @param sServiceName the family in the high byte, the identifier in the low
     * @throws ISOException with {@code ISO7816.SW_CONDITIONS_NOT_SATISFIED} if it is not registered
     */
    void deregisterService(short sServiceName) throws ISOException;

    /**
     * Gives the application's AID.
     *
     * @return the AID
     */
    AID getAID();

    /**
     * Copies the privileges, three bytes.
     *
     * @param baBuffer the array to copy to
     * @param sOffset where to begin
     * @return the offset behind the last byte written
     * @throws ArrayIndexOutOfBoundsException if the range lies outside an array; nothing is changed then
     * @throws NullPointerException if an array or object given is null
     */
    short getPrivileges(byte[] baBuffer, short sOffset) throws ArrayIndexOutOfBoundsException, NullPointerException;

    /**
     * Gives the life-cycle state.
     *
     * @return the state, as in {@code GPSystem} or the application's own
     */
    byte getState();

    /**
     * Tells whether the application belongs to a security domain.
     *
     * @param sdAID the security domain's AID
     * @return true if it does
     */
    boolean isAssociated(AID sdAID);

    /**
     * Tells whether the application has a privilege.
     *
     * @param bPrivilege one of the {@code PRIVILEGE} constants
     * @return true if it has
     */
    boolean isPrivileged(byte bPrivilege);

    /**
     * Registers a global service that this application offers; it must have the privilege.
     *
     * @param sServiceName the family in the high byte, the identifier in the low
     * @throws ISOException with {@code ISO7816.SW_CONDITIONS_NOT_SATISFIED} if that is not allowed or the
     *     name is taken
     */
    void registerService(short sServiceName) throws ISOException;

    /**
     * Sets the life-cycle state, as far as the caller may.
     *
     * @param bState the state
     * @return true if it was set
     */
    boolean setState(byte bState);
}
