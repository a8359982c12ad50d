package java.lang;

/** The type of class literals. No card has them: the converter refuses them. */
public final class Class<T> {
    private Class() {
    }
}
