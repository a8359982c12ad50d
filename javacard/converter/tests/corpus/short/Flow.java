package corpus;

import javacard.framework.ISOException;

/** Branches, loops, switches, exceptions. */
class Flow {
    private byte[] data;
    private short state;

    static short compare(short a, short b) {
        short r = 0;
        if (a == b) r += 1;
        if (a != b) r += 2;
        if (a < b) r += 4;
        if (a >= b) r += 8;
        if (a > b) r += 16;
        if (a <= b) r += 32;
        if (a == 0) r += 64;
        if (a != 0) r += 128;
        if (a < 0) r += 256;
        if (a >= 0) r += 512;
        if (a > 0) r += 1024;
        if (a <= 0) r += 2048;
        return r;
    }

    static byte references(Object a, Object b) {
        byte r = 0;
        if (a == b) r += 1;
        if (a != b) r += 2;
        if (a == null) r += 4;
        if (a != null) r += 8;
        return r;
    }

    static short table(short key) {
        switch (key) {
        case -1: return 10;
        case 0: return 20;
        case 1: return 30;
        case 3: return 40;
        default: return 50;
        }
    }

    static short lookup(short key) {
        switch (key) {
        case -30000: return 1;
        case 5: return 2;
        case 30000: return 3;
        default: return 4;
        }
    }

    /** Keys that a byte cannot have are never met. */
    static short beyond(byte key) {
        switch (key) {
        case 100: return 1;
        case (byte) 200: return 2;
        default: return 3;
        }
    }

    static short labelled(short n) {
        short r = 0;
        outer:
        for (short i = 0; i < n; i++) {
            for (short j = 0; j < n; j++) {
                if (j == 3) continue outer;
                if (i == 7) break outer;
                r++;
            }
        }
        do {
            r--;
        } while (r > 100);
        return r;
    }

    short tryCatch(byte[] a, short i) {
        try {
            return a[i];
        } catch (ArrayIndexOutOfBoundsException e) {
            return -1;
        } catch (NullPointerException e) {
            return -2;
        }
    }

    short tryFinally(byte[] a, short i) {
        short before = state;
        try {
            state = 1;
            return a[i];
        } finally {
            state = before;
        }
    }

    short nested(byte[] a, short i) {
        short r = 0;
        try {
            try {
                r = a[i];
            } catch (NullPointerException e) {
                r = 1;
                throw e;
            } finally {
                r += 2;
            }
        } catch (RuntimeException e) {
            r += 4;
        } finally {
            state = r;
        }
        return r;
    }

    /** The catch block of the loop stands behind that of what comes after it. */
    short loopWithCatch(byte[] a) {
        short r = 0;
        for (short i = 0; i < 3; i++) {
            try {
                if (a[i] == 0) continue;
                if (a[i] == 1) break;
                r += a[i];
            } catch (ArrayIndexOutOfBoundsException e) {
                break;
            } finally {
                r++;
            }
        }
        return r;
    }

    static void raise(short reason) throws ISOException {
        if (reason == 0) throw new RuntimeException();
        ISOException.throwIt(reason);
    }
}
