package org.globalplatform.upgrade;

/** An element that stands for an object of the old or the new load file. */
public interface MappedElement extends Element {
    /**
     * Gives the object.
     *
     * @return the object
     */
    Object getMappedObject();

    /**
     * Sets the object.
     *
     * @param obj the object
     * @return this element
     */
    Element setMappedObject(Object obj);
}
