package javacardx.framework.util.intx;

public final class JCint {
    private JCint() {
    }

    public static final native int makeInt(byte p0, byte p1, byte p2, byte p3);

    public static final native int makeInt(short p0, short p1);

    public static final native int getInt(byte[] p0, short p1);

    public static final native short setInt(byte[] p0, short p1, int p2);

    public static native int[] makeTransientIntArray(short p0, byte p1);
}
