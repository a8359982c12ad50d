package java.lang;

/**
 * The root of all classes. It knows equality and nothing else: no hash code, no string form, no monitor, no
 * clone, no finalizer.
 */
public class Object {
    /** Makes the object. */
    public Object() {
    }

    /**
     * Tells whether another object is this one. Unless a class overrides it, only the same object is equal.
     *
     * @param obj the object to compare with, or null
     * @return true if the objects are equal
     */
    public boolean equals(Object obj) {
        return this == obj;
    }
}
