package uicc.usim.geolocation;

/** A location. */
public interface GeoLocationInfo {
    /**
     * Gives the latitude.
     *
     * @return the latitude, coded as in 3GPP TS 23.032
     * @throws GeoLocationException {@link GeoLocationException#INCORRECT_INFORMATION} if the answer has none
     */
    int getLatitude() throws GeoLocationException;

    /**
     * Gives the longitude.
     *
     * @return the longitude, coded as in 3GPP TS 23.032
     * @throws GeoLocationException {@link GeoLocationException#INCORRECT_INFORMATION} if the answer has none
     */
    int getLongitude() throws GeoLocationException;

    /**
     * Gives the altitude.
     *
     * @return the altitude, coded as in 3GPP TS 23.032
     * @throws GeoLocationException {@link GeoLocationException#INCORRECT_INFORMATION} if the answer has none
     */
    int getAltitude() throws GeoLocationException;

    /**
     * Gives a velocity.
     *
     * @param type one of the {@code GeoLocation.GET} constants
     * @return the velocity, coded as in 3GPP TS 23.032
     * @throws GeoLocationException {@link GeoLocationException#INCORRECT_INFORMATION} if the answer has none
     */
    int getVelocity(byte type) throws GeoLocationException;

    /**
     * Copies the answer as the terminal sent it.
     *
     * @param buffer the array to copy to
     * @param offset where to begin
     * @param length the number of bytes
     * @return the number of bytes copied
     */
    short getResponseBuffer(byte[] buffer, short offset, short length);
}
