import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Comparator;

/**
 * Calls every static method of the given classes that takes and returns numbers and booleans alone, each with many
 * arguments, and prints what comes out: class, method, descriptor, arguments and result, with tabs between them.
 */
public final class Runner {
    /** Combinations of arguments for one method. */
    private static final int MOST = 700;
    private static final int[] SHORTS = {
        0, 1, -1, 2, -2, 3, 4, 5, 6, 7, 8, 9, 10, 15, 16, 31, 32, 33, 100, 127, 128, -128, -129, 200, 255, 256, -256,
        300, 1000, 0x1234, 0x3FFF, 0x4000, 30000, -30000, 32766, 32767, -32767, -32768
    };
    private static final int[] BYTES = { 0, 1, -1, 2, 3, 4, 5, 7, 9, 10, 11, 100, -56, 126, 127, -127, -128 };
    private static final int[] INTS = {
        0, 1, -1, 2, 3, 5, 7, 8, 9, 10, 31, 32, 33, -31, 255, 256, 32767, 32768, -32768, -32769, 65535, 65536, 70000,
        100000, -100000, 0x12345678, 0x7FFFFFFF, 0x80000000, 0x80000001
    };
    /** Of methods that count up to their argument. */
    private static final int[] COUNTS = { 0, 1, 2, 3, 5, -1, -5, 17, 100, 255, 256, 1000, 4000, -32768 };

    private static Class<?>[] numbers = { short.class, byte.class, int.class, boolean.class };

    private static Object value(Class<?> type, boolean counts, int choice) {
        if (type == boolean.class) return choice % 2 == 1;
        int[] values = counts ? COUNTS : type == short.class ? SHORTS : type == byte.class ? BYTES : INTS;
        int value = values[choice % values.length];
        if (type == short.class) return (short) value;
        if (type == byte.class) return (byte) value;
        return value;
    }

    private static int choices(Class<?> type, boolean counts) {
        if (type == boolean.class) return 2;
        return counts ? COUNTS.length : type == short.class ? SHORTS.length : type == byte.class ? BYTES.length : INTS.length;
    }

    private static boolean isNumber(Class<?> type) {
        return Arrays.asList(numbers).contains(type);
    }

    private static String descriptor(Method method) {
        StringBuilder text = new StringBuilder("(");
        for (Class<?> type : method.getParameterTypes()) text.append(letter(type));
        return text.append(')').append(letter(method.getReturnType())).toString();
    }

    private static char letter(Class<?> type) {
        return type == short.class ? 'S' : type == byte.class ? 'B' : type == int.class ? 'I' : 'Z';
    }

    private static String number(Object value) {
        return value instanceof Boolean ? ((Boolean) value ? "1" : "0") : value.toString();
    }

    private static void run(Method method) throws Exception {
        Class<?>[] types = method.getParameterTypes();
        String name = method.getName();
        boolean counts = name.startsWith("loop") || name.startsWith("count") || name.startsWith("sum");
        long all = 1;
        for (Class<?> type : types) all *= choices(type, counts);
        long seed = 12345;
        for (long round = 0; round < Math.min(all, MOST); round++) {
            Object[] arguments = new Object[types.length];
            long rest = round;
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < types.length; i++) {
                int choice;
                if (all <= MOST) {
                    choice = (int) (rest % choices(types[i], counts));
                    rest /= choices(types[i], counts);
                } else {
                    seed = seed * 6364136223846793005L + 1442695040888963407L;
                    choice = (int) (seed >>> 33);
                }
                arguments[i] = value(types[i], counts, choice);
                text.append(i == 0 ? "" : ",").append(number(arguments[i]));
            }
            String result;
            try {
                result = number(method.invoke(null, arguments));
            } catch (InvocationTargetException thrown) {
                result = thrown.getCause().getClass().getName().replace('.', '/');
            }
            System.out.println(String.join("\t", method.getDeclaringClass().getName().replace('.', '/'),
                name, descriptor(method), text, result));
        }
    }

    public static void main(String[] names) throws Exception {
        for (String name : names) {
            Method[] methods = Class.forName(name).getDeclaredMethods();
            Arrays.sort(methods, Comparator.comparing(method -> method.getName() + descriptor(method)));
            for (Method method : methods) {
                boolean takesNumbers = Arrays.stream(method.getParameterTypes()).allMatch(Runner::isNumber);
                if (!Modifier.isStatic(method.getModifiers()) || !takesNumbers || !isNumber(method.getReturnType())) {
                    continue;
                }
                method.setAccessible(true);
                run(method);
            }
        }
    }
}
