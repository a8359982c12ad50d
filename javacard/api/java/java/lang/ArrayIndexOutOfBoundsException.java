package java.lang;

/**
 * Thrown for an index below zero or not below the array's length, and by the API for an offset and length
 * that leave the array.
 */
public class ArrayIndexOutOfBoundsException extends IndexOutOfBoundsException {
    /** Makes an exception without a message: a card has none. */
    public ArrayIndexOutOfBoundsException() {
    }
}
