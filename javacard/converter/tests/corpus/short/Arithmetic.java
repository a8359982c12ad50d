package corpus;

/** Short arithmetic: what javac computes in int and a card computes in short. */
class Arithmetic {
    static short sum(short a, short b) {
        return (short) (a + b);
    }

    static short all(short a, short b) {
        short r = (short) (a + b);
        r = (short) (r - b);
        r = (short) (r * a);
        r = (short) (r / b);
        r = (short) (r % b);
        r = (short) -r;
        r = (short) ~r;
        r = (short) (r << 3);
        r = (short) (r >> 2);
        r = (short) (r >>> 1);
        r = (short) (r & a);
        r = (short) (r | b);
        r = (short) (r ^ 0x7F00);
        return r;
    }

    static byte bytes(byte a, byte b) {
        byte r = (byte) (a + b);
        r += a;
        r++;
        r <<= 1;
        return (byte) (r >>> 4);
    }

    /** The sum needs 17 bits, but only its low half is looked at. */
    static short average(short a, short b) {
        return (short) ((short) (a & 0x3FFF) + (short) (b & 0x3FFF) >> 1);
    }

    static byte highByte(short value) {
        return (byte) (value >> 8);
    }

    static byte mask(byte value) {
        return (byte) ((value & 0xFF) >>> 4);
    }

    static short unsignedByte(byte[] a, short i) {
        return (short) (a[i] & 0xFF);
    }

    static short joined(byte high, byte low) {
        return (short) (high << 8 | low & 0xFF);
    }

    static boolean even(short value) {
        return (value & 1) == 0;
    }

    static boolean signBit(short value) {
        return (value & 0x8000) != 0;
    }

    static boolean sameUnsigned(short a, short b) {
        return (a & 0xFFFF) == (b & 0xFFFF);
    }

    static short constants(byte which) {
        switch (which) {
        case 0: return -1;
        case 1: return 0;
        case 2: return 1;
        case 3: return 2;
        case 4: return 3;
        case 5: return 4;
        case 6: return 5;
        case 7: return 100;
        case 8: return -100;
        case 9: return 1000;
        case 10: return (short) 0x8000;
        default: return (short) 0xFFFF;
        }
    }

    static short count(short n) {
        short total = 0;
        for (short i = 0; i < n; i++) {
            total += i;
        }
        short j = n;
        while (j-- > 0) {
            total -= 300;
        }
        ++j;
        total = ++j;
        j += 1000;
        j -= 2;
        return (short) (total + j);
    }

    /** javac counts an index of its own here, in int. */
    static short total(byte[] values) {
        short sum = 0;
        for (byte value : values) {
            sum += value;
        }
        return sum;
    }

    static short conditional(boolean flag, short a, byte b) {
        return flag ? a : b;
    }

    static boolean logic(boolean a, boolean b, short c) {
        boolean d = a & b | !a ^ b;
        return d && c > 3 || c < -3 && !b;
    }

    static short chained(short a) {
        short x;
        short y;
        x = y = (short) (a + 1);
        return (short) (x + y);
    }
}
