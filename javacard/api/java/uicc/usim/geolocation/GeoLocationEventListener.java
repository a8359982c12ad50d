package uicc.usim.geolocation;

import javacard.framework.Shareable;

/** Implemented by an applet that is told the location. */
public interface GeoLocationEventListener extends Shareable {
    /**
     * Tells the location.
     *
     * @param info the location
     */
    void processGeoLocationEventListener(GeoLocationInfo info);
}
