package corpus;

import javacard.framework.ISOException;

/** Drives what of the corpus takes objects, with numbers alone. */
class Drive {
    private static byte[] bytes(short length, byte first) {
        if (length < -1) return null;
        byte[] a = new byte[length];
        for (short i = 0; i < length; i++) a[i] = (byte) (first + i);
        return a;
    }

    private static short few(short n) {
        return (short) (n % 5);
    }

    static short tryCatch(short length, short index) {
        return new Flow().tryCatch(bytes(few(length), (byte) 3), index);
    }

    static short tryFinally(short length, short index) {
        return new Flow().tryFinally(bytes(few(length), (byte) -3), index);
    }

    static short nested(short length, short index) {
        return new Flow().nested(bytes(few(length), (byte) 9), index);
    }

    static short catchInLoop(short length, byte first) {
        return new Flow().loopWithCatch(bytes(few(length), first));
    }

    static byte references(boolean one, boolean other, boolean same) {
        Object a = one ? new Flow() : null;
        Object b = same ? a : other ? new Flow() : null;
        return Flow.references(a, b);
    }

    static short raise(short reason) {
        try {
            Flow.raise(reason);
        } catch (ISOException e) {
            return (short) (e.getReason() + 1);
        }
        return 0;
    }

    static short raiseUncaught(short reason) {
        Flow.raise(reason);
        return 0;
    }

    static short unsignedByte(short length, byte first, short index) {
        return Arithmetic.unsignedByte(bytes(few(length), first), index);
    }

    static short totals(short length, byte first) {
        return Arithmetic.total(bytes(few(length), first));
    }

    static short statics(short rounds) {
        for (short i = 0; i < few(rounds); i++) Objects.statics();
        short sum = (short) (Objects.staticByte + Objects.staticShort);
        sum += Objects.BYTES[0] + Objects.BYTES[1] + Objects.SHORTS[1] + Objects.SHORTS[2];
        if (Objects.staticBoolean) sum += 16;
        if (Objects.BOOLEANS[0]) sum += 32;
        if (Objects.none == Objects.EMPTY) sum += 64;
        return sum;
    }

    static short fields(short a, byte b) {
        Objects one = new Objects(few(a));
        Objects other = new Objects();
        one.fields(other);
        return (short) (one.open(a, b, a > b, other) + other.visible(a));
    }

    static short fieldsFail(short a) {
        Objects one = new Objects(few(a));
        Objects other = new Objects((short) 20);
        try {
            other.fields(one);
        } finally {
            other.fields(null);
        }
        return 1;
    }

    static short manyLocals(short a, short b) {
        return new Objects().many(a, b, a, b, a, b, a, b);
    }

    static short arrays(short n) {
        Object o = Objects.arrays(few(n));
        return ((Object[]) o)[0] == null ? (short) 1 : (short) (((byte[]) ((Object[]) o)[0]).length + 2);
    }

    private static Object some(byte which) {
        switch (which) {
        case 0: return new Objects();
        case 1: return new byte[2];
        case 2: return new short[3];
        case 3: return new boolean[1];
        case 4: return new Objects[] { new Objects() };
        case 5: return new Object[1];
        case 6: return null;
        case 7: return new Flow();
        case 8: return new Shapes.Square((short) 5);
        case 9: return new Shapes.Special();
        case 10: return new Shapes.Square[2];
        default: return new Shapes.Area[3];
        }
    }

    static byte casts(byte which) {
        return Objects.casts(some(which));
    }

    static short kinds(byte which) {
        Object o = some(which);
        short r = 0;
        if (o instanceof Object) r |= 1;
        if (o instanceof Shapes.Area) r |= 2;
        if (o instanceof Shapes.Shape) r |= 4;
        if (o instanceof Shapes.Both) r |= 8;
        if (o instanceof Shapes.Area[]) r |= 16;
        if (o instanceof Shapes.Shape[]) r |= 32;
        if (o instanceof Object[]) r |= 64;
        if (o instanceof byte[]) r |= 128;
        if (o instanceof javacard.framework.Shareable) r |= 256;
        return r;
    }

    static short castToArea(byte which) {
        return ((Shapes.Area) some(which)).area();
    }

    static short castToArray(byte which) {
        return (short) ((Shapes.Area[]) some(which)).length;
    }

    static short castToBytes(byte which) {
        return (short) ((byte[]) some(which)).length;
    }

    static short store(byte array, byte value) {
        Object o = some(array);
        if (!(o instanceof Object[])) return -1;
        ((Object[]) o)[0] = some(value);
        return 1;
    }

    static boolean equal(byte one, boolean same) {
        Object a = some(one);
        return a.equals(same ? a : some(one));
    }

    static boolean equalOfObjects(byte one) {
        return new Objects().equals(some(one));
    }

    static short shapes(short side) {
        Shapes.Area[] areas = new Shapes.Area[3];
        areas[0] = new Shapes.Square(side);
        areas[1] = new Shapes.Special();
        areas[2] = areas[(short) (side & 1)];
        return Shapes.total(areas);
    }

    static short overriding(short side) {
        Shapes.Square square = new Shapes.Square(side);
        Shapes.Square special = new Shapes.Special();
        square.change();
        special.change();
        short sum = (short) (square.extra() + special.extra());
        sum += (short) (square.hook() * 100 + special.hook() * 1000);
        sum += (short) (square.color + special.color);
        return (short) (sum + (square.name() == null ? 1 : 2) + square.area());
    }

    static short missing(short side) {
        return Shapes.total(new Shapes.Area[(short) (side & 3)]);
    }

    static short inner(short captured) {
        return new Inner().anonymous(captured);
    }

    static short depth(short n) {
        return few(n) <= 0 ? 0 : (short) (depth((short) (few(n) - 1)) + n);
    }

    static short fibonacci(byte n) {
        byte few = (byte) (n & 15);
        return few < 2 ? few : (short) (fibonacci((byte) (few - 1)) + fibonacci((byte) (few - 2)));
    }

    /** An exception from a method whose caller's caller catches it, by way of two finally blocks. */
    private static short trace;

    private static void deepest(short n) {
        try {
            if (n == 0) throw new ClassCastException();
            if (n == 1) throw new SecurityException();
            if (n == 2) throw null;
            trace += bytes((short) 2, (byte) 1)[n];
        } finally {
            trace += 10;
        }
    }

    private static void between(short n) {
        try {
            deepest(n);
        } catch (SecurityException e) {
            trace += 100;
            throw new ArrayStoreException();
        } finally {
            trace += 1000;
        }
    }

    static short acrossFrames(short n) {
        trace = 0;
        try {
            between(n);
        } catch (IndexOutOfBoundsException e) {
            trace += 1;
        } catch (ArrayStoreException e) {
            trace += 2;
        } catch (RuntimeException e) {
            trace += 3;
        }
        return trace;
    }

    static short acrossFramesUncaught(short n) {
        between(few(n));
        return trace;
    }

    static short divisions(short a, short b) {
        short r = 0;
        try {
            r = (short) (a / b);
            r += (short) (a % b);
        } catch (ArithmeticException e) {
            r = 77;
        }
        return r;
    }

    static short shifts(short a, byte by) {
        return (short) ((short) (a << by) ^ (short) (a >> by) ^ (short) (a >>> by));
    }

    static byte byteShifts(byte a, byte by) {
        byte b = a;
        b >>= by;
        b ^= (byte) (a >>> by);
        b += (byte) (a << by);
        return b;
    }

    static short compound(short a, short b) {
        short[] cells = { a, b, 3 };
        short i = 0;
        cells[i++] += cells[i];
        cells[i] <<= 2;
        cells[2] = cells[0]++;
        return (short) (cells[0] * 3 + cells[1] * 5 + cells[2] * 7 + i);
    }

    static boolean booleans(boolean a, boolean b, short c) {
        boolean[] flags = { a, b, a && b || c > 0 };
        flags[1] ^= flags[0];
        flags[2] &= !flags[1];
        return flags[0] | flags[1] & flags[2] ? c < 5 : c >= b2(b);
    }

    private static short b2(boolean b) {
        return b ? (short) 100 : (short) -100;
    }

    static short negativeSize(short n) {
        return (short) new short[(short) (n % 20)].length;
    }

    static short negativeSizeOfReferences(short n) {
        return (short) new Object[(short) (n % 20)].length;
    }

    static short generics(short rounds) {
        Odd.Box<byte[]> box = new Odd.Box<byte[]>();
        short sum = 0;
        for (short i = 0; i < few(rounds); i++) sum = (short) (sum * 2 + Odd.generic(box));
        return sum;
    }

    static short calls(boolean child, boolean none) {
        return Odd.calls(none ? null : child ? new Odd.Child() : new Odd.Parent());
    }

    static byte forever(short length, byte first) {
        return Odd.forever(bytes(few(length), first));
    }

    static byte foreverLong(byte first) {
        byte[] a = new byte[110];
        for (short i = 0; i < a.length; i++) a[i] = (byte) (first | 1);
        a[5] = 5;
        return Odd.forever(a);
    }

    static short returnInFinally(short length, byte first) {
        return Odd.returnInFinally(bytes(few(length), first));
    }
}
