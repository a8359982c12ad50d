package javacardx.framework.tlv;

public abstract class BERTLV {
    /** For the implementations on the card only. */
    protected BERTLV() {
    }

    public static native BERTLV getInstance(byte[] p0, short p1, short p2);

    public static native boolean verifyFormat(byte[] p0, short p1, short p2);

    public static native short getTag(byte[] p0, short p1, byte[] p2, short p3);

    public static native short getLength(byte[] p0, short p1);

    public native short toBytes(byte[] p0, short p1);

    public native BERTag getTag();

    public native short getLength();

    public native short size();

    public abstract short init(byte[] p0, short p1, short p2);
}
