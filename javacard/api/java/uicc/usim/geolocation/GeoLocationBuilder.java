package uicc.usim.geolocation;

/** Makes requests. */
public class GeoLocationBuilder {
    /** Makes an object of no use: all methods are static. */
    public GeoLocationBuilder() {
    }

    /**
     * Makes a request.
     *
     * @return the request
     */
    public static native GeoLocation buildGeoLocation();
}
