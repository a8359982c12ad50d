package corpus;

import javacard.framework.AID;
import javacard.framework.Applet;
import javacard.framework.APDU;
import javacard.framework.JCSystem;
import javacard.framework.MultiSelectable;
import javacard.framework.OwnerPIN;
import javacard.framework.PIN;
import javacard.framework.Shareable;

/** What is rare. */
final class Odd {
    static final byte[] NOTHING = {};
    static final Object[] NONE = null;
    static final boolean FLAG = true;
    private static final short DERIVED = (short) (Shapes.Named.KIND * 100 + (FLAG ? 1 : 2));

    /** An applet that is not installed from here, and implements interfaces of the API. */
    abstract static class Base extends Applet implements MultiSelectable, Shareable {
        public boolean select(boolean appInstAlreadyActive) {
            return super.select() && !appInstAlreadyActive;
        }

        public Shareable getShareableInterfaceObject(AID client, byte parameter) {
            return parameter == 0 ? this : super.getShareableInterfaceObject(client, parameter);
        }
    }

    static class Pin extends OwnerPIN {
        Pin() {
            super((byte) 3, (byte) 8);
        }

        protected boolean getValidatedFlag() {
            return super.getValidatedFlag();
        }

        PIN itself() {
            return this;
        }
    }

    /** javac makes a bridge for the narrower result. */
    static class Parent {
        Parent self() {
            return this;
        }
    }

    static class Child extends Parent {
        Child self() {
            return this;
        }
    }

    static class Box<T> {
        private T value;

        T swap(T other) {
            T old = value;
            value = other;
            return old;
        }
    }

    static short generic(Box<byte[]> box) {
        byte[] old = box.swap(NOTHING);
        return (short) (old == null ? DERIVED : old.length);
    }

    static short variable(byte... values) {
        return (short) values.length;
    }

    static short calls(Parent parent) {
        Child child = parent instanceof Child ? (Child) parent : new Child();
        return (short) (variable() + variable((byte) 1, (byte) 2) + (child.self() == parent ? 1 : 0));
    }

    static byte forever(byte[] a) {
        byte i = 0;
        while (true) {
            if (a[i++] == 0) return i;
            if (i > 100) break;
        }
        for (;;) {
            if (--i < 0) throw new ArrayIndexOutOfBoundsException();
            if (a[i] == i) return a[i];
        }
    }

    static short returnInFinally(byte[] a) {
        try {
            return a[0];
        } catch (NullPointerException e) {
            return 1;
        } finally {
            if (a != null && a.length > 3) return 2;
        }
    }

    static boolean transaction(byte[] a, short at) {
        boolean ended = false;
        JCSystem.beginTransaction();
        try {
            a[at]--;
            a[(byte) (at + 1)] ^= 0x55;
            a[at] &= (byte) ~(1 << (at & 7));
            ended = true;
        } finally {
            if (ended) JCSystem.commitTransaction(); else JCSystem.abortTransaction();
        }
        return ended;
    }

    static void process(APDU apdu) {
        byte[] buffer = apdu.getBuffer();
        short length = (short) (buffer[4] & 0xFF);
        short read = apdu.setIncomingAndReceive();
        while (read < length) {
            read += apdu.receiveBytes((short) (5 + read));
        }
        buffer[(short) (5 + read)] = buffer[length + 4];
        buffer[0] = (byte) (length > 127 ? length >> 1 : length << 1);
        Object o = NONE;
        if (o == null || ((Object[]) o).length == 0) return;
        o = (Object) NOTHING;
        o.equals(buffer);
    }
}
