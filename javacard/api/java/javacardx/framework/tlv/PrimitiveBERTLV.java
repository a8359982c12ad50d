package javacardx.framework.tlv;

public class PrimitiveBERTLV extends BERTLV {
    public PrimitiveBERTLV(short p0) {
    }

    public static native short getValueOffset(byte[] p0, short p1);

    public static native short toBytes(byte[] p0, short p1, byte[] p2, short p3, short p4, byte[] p5, short p6);

    public static native short appendValue(byte[] p0, short p1, byte[] p2, short p3, short p4);

    public native short init(byte[] p0, short p1, short p2);

    public native short init(PrimitiveBERTag p0, byte[] p1, short p2, short p3);

    public native short appendValue(byte[] p0, short p1, short p2);

    public native short replaceValue(byte[] p0, short p1, short p2);

    public native short getValue(byte[] p0, short p1);
}
