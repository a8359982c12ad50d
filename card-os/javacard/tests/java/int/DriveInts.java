package corpus;

/** Drives what of the corpus takes objects and works on ints. */
class DriveInts {
    static int arrays(int a, short index) {
        return Ints.arrays(new int[] { a, 1, a }, index, a);
    }

    static int emptyArrays(int a, short index) {
        return Ints.arrays(new int[0], index, a);
    }

    static int noArray(short index) {
        return Ints.arrays(null, index, index);
    }

    static int fields(int rounds) {
        Ints one = new Ints();
        Ints other = new Ints();
        int sum = 0;
        for (int i = 0; i < (rounds & 7); i++) sum = sum * 31 + one.fields(other);
        return sum;
    }

    static int calls(int a) {
        return new Ints().call(a > 0 ? (Object) new int[] { a } : new Ints());
    }

    static int divisions(int a, int b) {
        try {
            return a / b ^ a % b;
        } catch (ArithmeticException e) {
            return -7;
        }
    }

    static int divisionsUncaught(int a, short b) {
        return a / b;
    }

    static int shifts(int a, int by, short less) {
        return (a << by ^ a >> less) + (a >>> by) - (less << by);
    }

    static boolean comparisons(int a, int b, short c) {
        return a < b != a <= c ^ (a > c || b >= 0) & a != b | c == a;
    }

    static int table(int key) {
        switch (key) {
        case -1: return 1;
        case 0: return 2;
        case 1: return 3;
        case 2: return 4;
        default: return 5;
        }
    }

    static byte toByte(int a) {
        return (byte) (a + 1);
    }

    static short toShort(int a) {
        return (short) (a * 3);
    }

    static int mixed(int a, short b, byte c, boolean d) {
        return d ? Ints.mixed(b, a, c, a, b) : Ints.many(a, b, c, a);
    }

    static int fibonacci(int n) {
        int few = n & 15;
        return few < 2 ? few : fibonacci(few - 1) + fibonacci(few - 2);
    }

    static int lengths(int n) {
        return new int[(short) (n % 9)].length;
    }
}
