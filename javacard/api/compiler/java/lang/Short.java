package java.lang;

/** The limits of {@code short}, which javac writes in their place. No card has objects of the class. */
public final class Short {
    /** The least value. */
    public static final short MIN_VALUE = -32768;

    /** The greatest value. */
    public static final short MAX_VALUE = 32767;

    private Short() {
    }
}
