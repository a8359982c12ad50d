package corpus;

/** Inner classes, for which javac makes constructors, fields and methods of its own. */
class Inner {
    private short secret = 5;
    private static byte hidden;

    private short get(short add) {
        return (short) (secret + add);
    }

    class Member {
        short read() {
            secret++;
            hidden = 3;
            return get((short) 1);
        }
    }

    static class Nested {
        private short value;

        private Nested() {
            value = 1;
        }
    }

    interface Action {
        short run(short argument);
    }

    short anonymous(final short captured) {
        Action action = new Action() {
            public short run(short argument) {
                return (short) (captured + argument + secret);
            }
        };
        Nested nested = new Nested();
        return (short) (action.run((short) 2) + nested.value + new Member().read());
    }
}
