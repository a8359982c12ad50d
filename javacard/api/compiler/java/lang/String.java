package java.lang;

/** The type of what stands in an annotation. No card has strings: the converter refuses them. */
public final class String {
    private String() {
    }
}
