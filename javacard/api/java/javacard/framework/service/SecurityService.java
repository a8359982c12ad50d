package javacard.framework.service;

/** A service that tells who is authenticated and how the channel is protected. */
public interface SecurityService extends Service {
    /** Property: input data are encrypted. */
    byte PROPERTY_INPUT_CONFIDENTIALITY = 1;

    /** Property: input data are authenticated. */
    byte PROPERTY_INPUT_INTEGRITY = 2;

    /** Property: output data are encrypted. */
    byte PROPERTY_OUTPUT_CONFIDENTIALITY = 4;

    /** Property: output data are authenticated. */
    byte PROPERTY_OUTPUT_INTEGRITY = 8;

    /** Principal: the cardholder. */
    short PRINCIPAL_CARDHOLDER = 1;

    /** Principal: the card issuer. */
    short PRINCIPAL_CARD_ISSUER = 2;

    /** Principal: the application provider. */
    short PRINCIPAL_APP_PROVIDER = 3;

    /**
     * Tells whether a principal is authenticated.
     *
     * @param principal one of the {@code PRINCIPAL} constants, or another one known to the service
     * @return true if it is
     * @throws ServiceException {@link ServiceException#ILLEGAL_PARAM} if the principal is not known
     */
    boolean isAuthenticated(short principal) throws ServiceException;

    /**
     * Tells whether the channel has protections, for the whole session.
     *
     * @param properties the sum of {@code PROPERTY} constants
     * @return true if it has all of them
     * @throws ServiceException {@link ServiceException#ILLEGAL_PARAM} if a property is not known
     */
    boolean isChannelSecure(byte properties) throws ServiceException;

    /**
     * Tells whether the command in work has protections.
     *
     * @param properties the sum of {@code PROPERTY} constants
     * @return true if it has all of them
     * @throws ServiceException {@link ServiceException#ILLEGAL_PARAM} if a property is not known
     */
    boolean isCommandSecure(byte properties) throws ServiceException;
}
