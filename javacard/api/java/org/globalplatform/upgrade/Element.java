package org.globalplatform.upgrade;

/** A list of values that an applet saves and restores, in the same order. */
public interface Element {
    /** Type of element: values only. */
    byte TYPE_SIMPLE = 1;

    /** Type of element: values that stand for an object; see {@code MappedElement}. */
    byte TYPE_MAPPED = 2;

    /** Bytes of a boolean. */
    short SIZE_BOOLEAN = 1;

    /** Bytes of a byte. */
    short SIZE_BYTE = 1;

    /** Bytes of a short. */
    short SIZE_SHORT = 2;

    /**
     * Appends a boolean.
     *
     * @param value the value
     * @return this element
     */
    Element write(boolean value);

    /**
     * Appends a byte.
     *
     * @param value the value
     * @return this element
     */
    Element write(byte value);

    /**
     * Appends a short.
     *
     * @param value the value
     * @return this element
     */
    Element write(short value);

    /**
     * Appends an object: an array of a primitive type, an element, or another that the card keeps.
     *
     * @param value the object
     * @return this element
     */
    Element write(Object value);

    /** Begins to read at the first value. */
    void initRead();

    /**
     * Tells whether there is room for a boolean.
     *
     * @return how many more of them there is room for
     */
    short canWriteBoolean();

    /**
     * Reads the next value, a boolean.
     *
     * @return the value
     */
    boolean readBoolean();

    /**
     * Tells whether the next value is a boolean.
     *
     * @return how many of them follow
     */
    short canReadBoolean();

    /**
     * Tells whether there is room for a byte.
     *
     * @return how many more of them there is room for
     */
    short canWriteByte();

    /**
     * Reads the next value, a byte.
     *
     * @return the value
     */
    byte readByte();

    /**
     * Tells whether the next value is a byte.
     *
     * @return how many of them follow
     */
    short canReadByte();

    /**
     * Tells whether there is room for a short.
     *
     * @return how many more of them there is room for
     */
    short canWriteShort();

    /**
     * Reads the next value, a short.
     *
     * @return the value
     */
    short readShort();

    /**
     * Tells whether the next value is a short.
     *
     * @return how many of them follow
     */
    short canReadShort();

    /**
     * Tells whether there is room for an object.
     *
     * @return how many more of them there is room for
     */
    short canWriteObject();

    /**
     * Reads the next value, an object.
     *
     * @return the value
     */
    Object readObject();

    /**
     * Tells whether the next value is an object.
     *
     * @return how many of them follow
     */
    short canReadObject();
}
