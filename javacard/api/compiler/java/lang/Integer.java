package java.lang;

/** The limits of {@code int}, which javac writes in their place. No card has objects of the class. */
public final class Integer {
    /** The least value. */
    public static final int MIN_VALUE = 0x80000000;

    /** The greatest value. */
    public static final int MAX_VALUE = 0x7FFFFFFF;

    private Integer() {
    }
}
