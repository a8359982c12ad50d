package java.lang.annotation;

/** The supertype that javac gives every annotation. No card has it. */
public interface Annotation {
}
