package java.lang;

/** Asks javac whether a method overrides one. It leaves no trace on a card. */
public @interface Override {
}
