package uicc.usim.geolocation;

/** A request for the location. */
public interface GeoLocation {
    /** Horizontal accuracy: as good as it can be. */
    byte HORIZONTAL_ACCURACY_BEST_EFFORT = (byte) 0x81;

    /** Vertical coordinate: not asked for. */
    byte VERTICAL_COORDINATE_NOT_REQUESTED = (byte) 0x80;

    /** Vertical coordinate: as good as it can be. */
    byte VERTICAL_COORDINATE_REQUESTED_BEST_EFFORT = (byte) 0x81;

    /** Velocity: horizontal. */
    byte HORIZONTAL_VELOCITY_REQUESTED = 1;

    /** Velocity: horizontal and vertical. */
    byte VERTICAL_AND_HORIZONTAL_VELOCITY_REQUESTED = 3;

    /** Velocity: horizontal, with its uncertainty. */
    byte HORIZONTAL_VELOCITY_REQUESTED_WITH_UNCERTAINTY = 5;

    /** Velocity: horizontal and vertical, with their uncertainties. */
    byte VERTICAL_AND_HORIZONTAL_VELOCITY_REQUESTED_WITH_UNCERTAINTY = 15;

    /** For {@code GeoLocationInfo.getVelocity}: horizontal. */
    byte GET_HORIZONTAL_VELOCITY = 0;

    /** For {@code GeoLocationInfo.getVelocity}: vertical. */
    byte GET_VERTICAL_VELOCITY = 1;

    /** For {@code GeoLocationInfo.getVelocity}: the uncertainty of the horizontal one. */
    byte GET_HORIZONTAL_UNCERTAINTY_VELOCITY = 2;

    /** For {@code GeoLocationInfo.getVelocity}: the uncertainty of the vertical one. */
    byte GET_VERTICAL_UNCERTAINTY_VELOCITY = 3;

    /** Shape: ellipsoid point. */
    byte GAD_SHAPES_ELLIPSOID_POINT = 1;

    /** Shape: ellipsoid point with uncertainty circle. */
    byte GAD_SHAPES_ELLIPSOID_POINT_WITH_UNCERTAINTY_CIRCLE = 2;

    /** Shape: ellipsoid point with uncertainty ellipse. */
    byte GAD_SHAPES_ELLIPSOID_POINT_WITH_UNCERTAINTY_ELLIPSE = 4;

    /** Shape: ellipsoid point with altitude. */
    byte GAD_SHAPES_ELLIPSOID_POINT_WITH_ALTITUDE = 8;

    /** Shape: polygon. */
    byte GAD_SHAPES_POLYGON = 16;

    /** Shape: ellipsoid point with altitude and uncertainty ellipsoid. */
    byte GAD_SHAPES_ELLIPSOID_POINT_WITH_ALTITUDE_AND_UNCERTAINTY_ELLIPSOID = 32;

    /** Shape: ellipsoid arc. */
    byte GAD_SHAPES_ELLIPSOID_ARC = 64;

    /** NMEA sentence: RMC. */
    byte PREFERRED_NMEA_SENTENCE_RMC = 1;

    /** NMEA sentence: GGA. */
    byte PREFERRED_NMEA_SENTENCE_GGA = 2;

    /** NMEA sentence: GLL. */
    byte PREFERRED_NMEA_SENTENCE_GLL = 4;

    /** NMEA sentence: GNS. */
    byte PREFERRED_NMEA_SENTENCE_GNS = 8;

    /**
     * Sets the text to show to the user.
     *
     * @param alphaIdentifier the text
     */
    void setAlphaIdentifier(byte[] alphaIdentifier);

    /**
     * Sets the icon to show to the user.
     *
     * @param iconIdentifier the icon
     */
    void setIconIdentifier(short iconIdentifier);

    /**
     * Sets the horizontal accuracy to ask for.
     *
     * @param accuracy the accuracy, coded as in 3GPP TS 31.111
     */
    void setHorizontalAccuracy(byte accuracy);

    /**
     * Sets whether and how exactly to ask for the height.
     *
     * @param coordinate the accuracy, coded as in 3GPP TS 31.111
     */
    void setVerticalCoordinate(byte coordinate);

    /**
     * Sets which velocity to ask for.
     *
     * @param velocity one of the velocity constants
     */
    void setVelocity(byte velocity);

    /**
     * Sets the shapes to accept.
     *
     * @param shapes the sum of {@code GAD_SHAPES} constants
     */
    void setAcceptedGADShapes(byte shapes);

    /**
     * Sets the NMEA sentences to prefer.
     *
     * @param sentences the sum of {@code PREFERRED_NMEA_SENTENCE} constants
     */
    void setPreferredNMEASentences(byte sentences);

    /**
     * Sets the longest time to wait.
     *
     * @param time the time, coded as in 3GPP TS 31.111
     */
    void setPreferredMaximumResponseTime(byte time);

    /**
     * Sends the request.
     *
     * @param listener what is told the answer
     * @throws GeoLocationException {@link GeoLocationException#INCORRECT_PARAMETERS} if the parameters do not
     *     fit
     * @throws GeoLocationException {@link GeoLocationException#FUNCTION_DISABLED} if the terminal does not do
     *     it
     * @throws GeoLocationException {@link GeoLocationException#LOCATION_REQUEST_PROCESSING} if a request is
     *     in progress
     */
    void performGeoLocationRequest(GeoLocationEventListener listener) throws GeoLocationException;
}
