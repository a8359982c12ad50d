package corpus;

/** Drives a class with subroutines. */
class DriveOld {
    static short run(short length, byte first, short index) {
        byte[] a = length == 0 ? null : new byte[(short) (length & 3)];
        for (short i = 0; a != null && i < a.length; i++) a[i] = (byte) (first + i);
        return Old.run(a, index);
    }
}
