package java.lang;

/** Asks javac not to warn. It leaves no trace on a card. */
public @interface SuppressWarnings {
    /** The warnings, by javac's names. */
    String[] value();
}
