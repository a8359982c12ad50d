package javacardx.framework.string;

public final class StringUtil {
    public static final byte UTF_8 = 1;

    public static final byte UTF_16 = 2;

    public static final byte UTF_16_LE = 3;

    public static final byte UTF_16_BE = 4;

    public static final byte UCS_2 = 5;

    public static final byte GSM_7 = 6;

    public static final byte ISO_8859_1 = 7;

    public static final byte PROP_ENCODING_EXT = 64;

    private StringUtil() {
    }

    public static native short codePointCount(byte[] p0, short p1, short p2);

    public static native short codePointAt(byte[] p0, short p1, short p2, short p3, byte[] p4, short p5);

    public static native short codePointBefore(byte[] p0, short p1, short p2, short p3, byte[] p4, short p5);

    public static native short offsetByCodePoints(byte[] p0, short p1, short p2, short p3, short p4);

    public static native short compare(boolean p0, byte[] p1, short p2, short p3, byte[] p4, short p5, short p6);

    public static native short indexOf(byte[] p0, short p1, short p2, byte[] p3, short p4, short p5);

    public static native short replace(byte[] p0, short p1, short p2, byte[] p3, short p4, short p5, byte[] p6, short p7, short p8, byte[] p9, short p10);

    public static native short toLowerCase(byte[] p0, short p1, short p2, byte[] p3, short p4);

    public static native short toUpperCase(byte[] p0, short p1, short p2, byte[] p3, short p4);

    public static native short trim(byte[] p0, short p1, short p2, byte[] p3, short p4);

    public static native short valueOf(boolean p0, byte[] p1, short p2);

    public static native boolean parseBoolean(byte[] p0, short p1, short p2);

    public static native short valueOf(short p0, byte[] p1, short p2);

    public static native short parseShortInteger(byte[] p0, short p1, short p2);

    public static native short valueOf(short[] p0, byte[] p1, short p2);

    public static native short parseLongInteger(byte[] p0, short p1, short p2, short[] p3, short p4);

    public static native short convertTo(byte[] p0, short p1, short p2, byte[] p3, short p4, byte p5);

    public static native short convertFrom(byte[] p0, short p1, short p2, byte[] p3, short p4, byte p5);

    public static native boolean check(byte[] p0, short p1, short p2);

    public static native boolean startsWith(byte[] p0, short p1, short p2, byte[] p3, short p4, short p5, short p6);

    public static native boolean endsWith(byte[] p0, short p1, short p2, byte[] p3, short p4, short p5, short p6);

    public static native short substring(byte[] p0, short p1, short p2, short p3, short p4, byte[] p5, short p6);
}
