package corpus;

/** Objects, fields, arrays, calls, casts. */
class Objects {
    private Object object;
    private byte aByte;
    private boolean aBoolean;
    private short aShort;
    private byte[] array;
    static Object staticObject;
    static byte staticByte;
    static boolean staticBoolean = true;
    static short staticShort = 0x1234;
    static final short CONSTANT = 77;
    static final byte[] BYTES = { 1, 2, 3 };
    static final short[] SHORTS = { 1, -2, 0x7FFF };
    static final boolean[] BOOLEANS = { true, false };
    static byte[] none = null;
    static final byte[] EMPTY = new byte[4];

    Objects() {
        object = this;
        aByte = 1;
        aBoolean = true;
        aShort = CONSTANT;
        array = new byte[10];
    }

    Objects(short size) {
        this();
        array = new byte[size];
    }

    void fields(Objects other) {
        object = other.object;
        aByte = other.aByte;
        aBoolean = other.aBoolean;
        aShort = other.aShort;
        other.object = object;
        other.aByte = aByte;
        other.aBoolean = aBoolean;
        other.aShort = aShort;
        aShort++;
        other.aShort += 2;
        aByte += 3;
        array[aByte]++;
        array[(short) (aShort & 7)] += 5;
        short old = aShort++;
        aShort = (short) (old + (other.aShort = 4));
    }

    static void statics() {
        staticObject = null;
        staticByte = (byte) (staticByte + 1);
        staticBoolean = !staticBoolean;
        staticShort = (short) (staticShort + CONSTANT);
        Object o = staticObject;
        BYTES[0] = SHORTS[0] > 0 ? BYTES[1] : BYTES[2];
        SHORTS[1] = BYTES[0];
        BOOLEANS[0] = BOOLEANS[1] && o == null;
        none = EMPTY;
    }

    static Object arrays(short n) {
        byte[] a = new byte[n];
        boolean[] b = new boolean[n];
        short[] c = new short[5];
        Object[] d = new Object[2];
        Objects[] e = new Objects[n];
        d[0] = a;
        d[1] = b;
        e[0] = new Objects();
        a[(short) (n - 1)] = (byte) c.length;
        a[n - 1] = (byte) e.length;
        c[2] = a[2];
        byte[] initialized = { 1, 2, 3, (byte) n };
        a = initialized;
        return d[0] == null ? (Object) e : d;
    }

    static byte casts(Object o) {
        if (o instanceof Objects) return ((Objects) o).aByte;
        if (o instanceof byte[]) return ((byte[]) o)[0];
        if (o instanceof short[]) return (byte) ((short[]) o)[0];
        if (o instanceof boolean[]) return (byte) (((boolean[]) o)[0] ? 1 : 0);
        if (o instanceof Object[]) return ((Objects[]) o)[0].aByte;
        return 0;
    }

    private short hidden(short a) {
        return (short) (a + aShort);
    }

    short visible(short a) {
        return hidden(a);
    }

    public short open(short a, byte b, boolean c, Object d) {
        visible(a);
        return c ? visible(b) : hidden(a);
    }

    public boolean equals(Object other) {
        return super.equals(other) || other == object;
    }

    short many(short a, short b, short c, short d, short e, short f, short g, short h) {
        short i = (short) (a + b);
        short j = (short) (c + d);
        short k = (short) (e + f);
        short l = (short) (g + h);
        short m = i, n = j, o = k, p = l, q = i, r = j, s = k;
        return (short) (m + n + o + p + q + r + s);
    }
}
