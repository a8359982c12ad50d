package javacardx.security;

public final class SensitiveResult {
    private SensitiveResult() {
    }

    public static native void assertEquals(Object p0);

    public static native void assertTrue();

    public static native void assertFalse();

    public static native void assertNegative();

    public static native void assertPositive();

    public static native void assertZero();

    public static native void assertEquals(short p0);

    public static native void assertGreaterThan(short p0);

    public static native void assertLessThan(short p0);

    public static native void reset();
}
