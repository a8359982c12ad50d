package java.lang;

/** The limits of {@code byte}, which javac writes in their place. No card has objects of the class. */
public final class Byte {
    /** The least value. */
    public static final byte MIN_VALUE = -128;

    /** The greatest value. */
    public static final byte MAX_VALUE = 127;

    private Byte() {
    }
}
