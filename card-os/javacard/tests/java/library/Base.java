package library;

/** What another package extends, implements and calls. */
public abstract class Base {
    public static short counter = 5;
    public static byte[] table = { 4, 5, 6 };
    protected short own;
    private byte first = 1;
    protected Object tag;

    public interface Visitor {
        short visit(short x);

        short leave();
    }

    /** Thrown from here and caught there, and the other way round. */
    public static class Refused extends Exception {
        public final short reason;

        public Refused(short reason) {
            this.reason = reason;
        }
    }

    public Base(short own) {
        this.own = own;
        tag = this;
    }

    /** Visible in this package alone: a method of the same name elsewhere does not override it. */
    short hidden() {
        return first;
    }

    protected abstract short twist(short x);

    public short run(short x) {
        counter++;
        return (short) (twist(x) + hidden() * 1000);
    }

    public static short apply(Visitor visitor, short x) throws Refused {
        if (x == 3) throw new Refused(x);
        return (short) (visitor.visit(x) * 2 + visitor.leave());
    }

    /** Overrides what is hidden, where it can. */
    public static class Near extends Base {
        public Near() {
            super((short) 9);
        }

        short hidden() {
            return 2;
        }

        protected short twist(short x) {
            return (short) (x ^ own);
        }
    }
}
