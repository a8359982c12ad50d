package javacardx.framework.util;

public final class ArrayLogic {
    private ArrayLogic() {
    }

    public static final native short arrayCopyRepack(Object p0, short p1, short p2, Object p3, short p4);

    public static final native short arrayCopyRepackNonAtomic(Object p0, short p1, short p2, Object p3, short p4);

    public static final native short arrayFillGeneric(Object p0, short p1, short p2, Object p3, short p4);

    public static final native short arrayFillGenericNonAtomic(Object p0, short p1, short p2, Object p3, short p4);

    public static final native byte arrayCompareGeneric(Object p0, short p1, Object p2, short p3, short p4);

    public static final native short arrayFindGeneric(Object p0, short p1, byte[] p2, short p3);
}
