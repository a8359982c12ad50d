package corpus;

import javacard.framework.Shareable;

/** Inheritance, interfaces, overriding across the borders of visibility. */
public abstract class Shapes {
    public interface Area {
        short area();
    }

    public interface Named extends Shareable {
        byte[] name();

        byte KIND = 7;
    }

    public interface Both extends Area, Named {
        void reset();
    }

    /** Leaves area() to its subclasses without a word. */
    public abstract static class Shape implements Area, Named {
    protected short side;
    public byte color;
    protected Object tag;
    short hiddenNumber;
    byte[] hiddenArray;

    public Shape(short side) {
        this.side = side;
    }

    abstract short corners();

    short hook() {
        return 1;
    }

    protected void change() {
        side++;
    }

    }

    public static short total(Area[] areas) {
        short sum = 0;
        for (short i = 0; i < areas.length; i++) {
            sum += areas[i].area();
        }
        return sum;
    }

    public static class Square extends Shape {
        public Square(short side) {
            super(side);
        }

        public short area() {
            return (short) (side * side);
        }

        public byte[] name() {
            return hiddenArray;
        }

        short corners() {
            return (short) (super.hook() + 3);
        }

        protected void change() {
            super.change();
            color = KIND;
        }

        public short extra() {
            return corners();
        }
    }

    public static final class Special extends Square implements Both {
        public Special() {
            super((short) 3);
        }

        public void reset() {
            side = 0;
        }

        /** Wider than what it overrides. */
        public short hook() {
            return 2;
        }

        public short extra() {
            Both both = this;
            both.reset();
            Area area = both;
            return (short) (area.area() + hook() + super.extra());
        }
    }
}
