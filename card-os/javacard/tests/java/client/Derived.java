package client;

import library.Base;

/** Extends and implements what is in another package. */
class Derived extends Base implements Base.Visitor {
    private short more;
    private byte[] bytes = new byte[3];

    Derived(short own, short more) {
        super(own);
        this.more = more;
    }

    /** Hides nothing and overrides nothing. */
    short hidden() {
        return more;
    }

    protected short twist(short x) {
        return (short) (own * x + hidden());
    }

    public short visit(short x) {
        bytes[0] += x;
        return bytes[x > 2 ? x : (short) 0];
    }

    public short leave() {
        return (short) (tag == this ? own : more);
    }

    static class Deeper extends Derived {
        Deeper() {
            super((short) 3, (short) 4);
        }

        short hidden() {
            return (short) (super.hidden() + 1);
        }

        public short run(short x) {
            return (short) (super.run(x) - 1);
        }
    }

    /** Of the other package, with what this one changes. */
    static class Far extends Base.Near {
        protected short twist(short x) {
            return (short) (super.twist(x) + 1);
        }

        short hidden() {
            return 77;
        }
    }

    private static Base some(short which) {
        switch ((short) (which & 3)) {
        case 0: return new Derived((short) 6, (short) 7);
        case 1: return new Deeper();
        case 2: return new Far();
        default: return new Near();
        }
    }

    static short runs(short which, short x) {
        return some(which).run(x);
    }

    static short ownHidden(short which) {
        return ((Derived) some(which)).hidden();
    }

    static short applies(short x, boolean deeper) {
        Derived derived = deeper ? new Deeper() : new Derived((short) 1, x);
        try {
            return apply(derived, x);
        } catch (Refused refused) {
            return (short) (refused.reason + 100);
        } catch (ArrayIndexOutOfBoundsException e) {
            return -7;
        }
    }

    static short statics(byte by) {
        counter += by;
        table[1] = (byte) (table[0] + counter);
        return (short) (counter * 3 + table[1]);
    }

    static boolean kinds(short which) {
        Object o = some(which);
        return o instanceof Visitor || o instanceof Far;
    }

    private static short refuse(short x) throws Refused {
        throw new Refused(x);
    }

    static short refused(short x) {
        try {
            return refuse(x);
        } catch (Refused e) {
            return e.reason;
        }
    }
}
