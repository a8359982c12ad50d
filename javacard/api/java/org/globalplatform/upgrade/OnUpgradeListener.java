package org.globalplatform.upgrade;

/** Implemented by an applet whose data survive an upgrade. */
public interface OnUpgradeListener {
    /**
     * Called on the old instance: gives the data to keep.
     *
     * @return the data, or null for none
     */
    Element onSave();

    /** Called on the old instance before it is deleted. */
    void onCleanup();

    /**
     * Called on the new instance: takes the data kept.
     *
     * @param root the data
     */
    void onRestore(Element root);

    /** Called on the new instance when all instances are restored. */
    void onConsolidate();
}
