package javacardx.biometry;

/** Makes empty templates. */
public final class BioBuilder {
    /** The face. */
    public static final byte FACIAL_FEATURE = 1;

    /** The voice. */
    public static final byte VOICE_PRINT = 2;

    /** A fingerprint. */
    public static final byte FINGERPRINT = 3;

    /** The iris of an eye. */
    public static final byte IRIS_SCAN = 4;

    /** The retina of an eye. */
    public static final byte RETINA_SCAN = 5;

    /** The shape of a hand. */
    public static final byte HAND_GEOMETRY = 6;

    /** A written signature. */
    public static final byte SIGNATURE = 7;

    /** The rhythm of typing. */
    public static final byte KEYSTROKES = 8;

    /** The movement of the lips. */
    public static final byte LIP_MOVEMENT = 9;

    /** The heat image of the face. */
    public static final byte THERMAL_FACE = 10;

    /** The heat image of a hand. */
    public static final byte THERMAL_HAND = 11;

    /** The manner of walking. */
    public static final byte GAIT_STYLE = 12;

    /** The odour of the body. */
    public static final byte BODY_ODOR = 13;

    /** DNA. */
    public static final byte DNA_SCAN = 14;

    /** The shape of an ear. */
    public static final byte EAR_GEOMETRY = 15;

    /** The shape of a finger. */
    public static final byte FINGER_GEOMETRY = 16;

    /** The shape of the palm. */
    public static final byte PALM_GEOMETRY = 17;

    /** The pattern of the veins. */
    public static final byte VEIN_PATTERN = 18;

    /** A password, matched as a template is. */
    public static final byte PASSWORD = 31;

    /** No particular parameter for the kind of biometry. */
    public static final byte DEFAULT_INITPARAM = 0;

    /** No object is of use: all methods are static. */
    private BioBuilder() {
    }

    /**
     * Makes a template of the card's default algorithm.
     *
     * @param bioType one of this class's constants
     * @param tryLimit the number of failed matches in a row that block it, at least 1
     * @return the template
     * @throws BioException {@link BioException#ILLEGAL_VALUE} if the limit is less than 1
     * @throws BioException {@link BioException#NO_SUCH_BIO_TEMPLATE} if the card lacks the kind
     */
    public static native OwnerBioTemplate buildBioTemplate(byte bioType, byte tryLimit) throws BioException;

    /**
     * Makes a template of a provider's algorithm.
     *
     * @param bioType one of this class's constants
     * @param tryLimit the number of failed matches in a row that block it, at least 1
     * @param RID the provider's registered identifier, 5 bytes
     * @param initParam the provider's parameter
     * @return the template
     * @throws BioException {@link BioException#ILLEGAL_VALUE} if the limit is less than 1
     * @throws BioException {@link BioException#NO_SUCH_BIO_TEMPLATE} if the card lacks the kind
     */
    public static native OwnerBioTemplate buildBioTemplate(byte bioType, byte tryLimit, byte[] RID, byte initParam)
            throws BioException;
}
