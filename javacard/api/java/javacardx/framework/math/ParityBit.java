package javacardx.framework.math;

public final class ParityBit {
    public ParityBit() {
    }

    public static native void set(byte[] p0, short p1, short p2, boolean p3);
}
