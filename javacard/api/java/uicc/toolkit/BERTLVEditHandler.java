package uicc.toolkit;

/** A BER-TLV whose value is a list of TLVs to write. */
public interface BERTLVEditHandler extends EditHandler, BERTLVViewHandler {
    /**
     * Sets the tag.
     *
     * @param tag the tag
     */
    void setTag(byte tag);
}
