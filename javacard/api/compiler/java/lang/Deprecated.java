package java.lang;

/** javac looks it up for each declaration. No card has it. */
public @interface Deprecated {
}
