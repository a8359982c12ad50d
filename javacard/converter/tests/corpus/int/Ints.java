package corpus;

/** The type int, for cards that have it. */
class Ints {
    private int field;
    private static int counter = 100000;
    private static int zero;
    static final int[] TABLE = { 1, -1, 70000, 0x7FFFFFFF };

    static int all(int a, int b) {
        int r = a + b;
        r = r - b;
        r = r * a;
        r = r / b;
        r = r % b;
        r = -r;
        r = ~r;
        r = r << 3;
        r = r >> a;
        r = r >>> 1;
        r = r & a;
        r = r | b;
        r = r ^ 0x7F0000;
        return r;
    }

    static int constants(int which) {
        switch (which) {
        case 0: return -1;
        case 1: return 0;
        case 2: return 1;
        case 3: return 2;
        case 4: return 3;
        case 5: return 4;
        case 6: return 5;
        case 7: return 100;
        case 8: return 1000;
        case 9: return 100000;
        default: return -40000;
        }
    }

    static int lookup(int key) {
        switch (key) {
        case -100000: return 1;
        case 5: return 2;
        case 100000: return 3;
        default: return 4;
        }
    }

    static short conversions(int a, short b, byte c) {
        int wide = b;
        wide += c;
        wide = a + b;
        byte low = (byte) a;
        short half = (short) wide;
        half += low;
        return (short) (half + (short) (a >>> 16));
    }

    /** Sums of shorts need 17 bits. */
    static short average(short a, short b) {
        return (short) ((a + b) >> 1);
    }

    static boolean less(int a, int b) {
        return a < b || a == 100000 || b >= 0 || a + b != 0;
    }

    static int loop(int n) {
        int total = 0;
        for (int i = 0; i < n; i++) {
            total += i;
        }
        int j = n;
        while (j-- > 0) {
            total += 1000;
        }
        j += 1000;
        return total + j;
    }

    int fields(Ints other) {
        field = other.field;
        other.field = field + 1;
        field++;
        int old = field++;
        counter = zero;
        zero = counter + old;
        counter += 5;
        return other.field += 2;
    }

    static int arrays(int[] a, short i, int value) {
        a[i] = value;
        a[i]++;
        a[0] += value;
        int[] b = new int[4];
        b[1] = a[i] = 5;
        int sum = 0;
        for (int x : b) {
            sum += x;
        }
        return sum + TABLE[2] + b.length;
    }

    static int mixed(short a, int b, byte c, int d, short e) {
        return a + b * c - d / (e | 1);
    }

    int call(Object o) {
        int r = mixed((short) 1, 2, (byte) 3, 4, (short) 5);
        mixed((short) 1, r, (byte) 3, r, (short) 5);
        if (o instanceof int[]) {
            r = ((int[]) o)[0];
        }
        return r;
    }

    static int many(int a, int b, int c, int d) {
        int e = a, f = b, g = c, h = d;
        int i = e + f, j = g + h;
        return i * j;
    }


    static int first() {
        int a = counter;
        int b = a * 3;
        return a + b;
    }

    static int second(short x) {
        int a = x;
        return a * 100000;
    }

    static int fourth(short x, short y, short z) {
        int a = x * y;
        return a + z;
    }

    static short narrow() {
        short a = (short) counter;
        return (short) (a + (byte) zero);
    }
}
