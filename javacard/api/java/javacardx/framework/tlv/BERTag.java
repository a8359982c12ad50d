package javacardx.framework.tlv;

public abstract class BERTag {
    public static final byte BER_TAG_CLASS_MASK_UNIVERSAL = 0;

    public static final byte BER_TAG_CLASS_MASK_APPLICATION = 1;

    public static final byte BER_TAG_CLASS_MASK_CONTEXT_SPECIFIC = 2;

    public static final byte BER_TAG_CLASS_MASK_PRIVATE = 3;

    public static final boolean BER_TAG_TYPE_CONSTRUCTED = true;

    public static final boolean BER_TAG_TYPE_PRIMITIVE = false;

    /** For the implementations on the card only. */
    protected BERTag() {
    }

    public static native BERTag getInstance(byte[] p0, short p1);

    public static native short toBytes(short p0, boolean p1, short p2, byte[] p3, short p4);

    public static native byte size(byte[] p0, short p1);

    public static native short tagNumber(byte[] p0, short p1);

    public static native boolean isConstructed(byte[] p0, short p1);

    public static native byte tagClass(byte[] p0, short p1);

    public static native boolean verifyFormat(byte[] p0, short p1);

    public native byte size();

    public native short toBytes(byte[] p0, short p1);

    public native short tagNumber();

    public native boolean isConstructed();

    public native byte tagClass();

    public native boolean equals(BERTag p0);

    public abstract void init(byte[] p0, short p1);
}
