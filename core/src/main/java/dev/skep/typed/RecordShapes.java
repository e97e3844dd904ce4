package dev.skep.typed;

import dev.skep.typed.Shape.Field;
import dev.skep.typed.Shape.Sign;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Shapes that C would give to the same fields in the same order, where nothing is known of a type
/// but what Java says: numbers and records of them.
final class RecordShapes {
    private static final Map<Class<?>, Integer> SIZES =
            Map.of(
                    byte.class, Byte.BYTES,
                    boolean.class, Byte.BYTES,
                    short.class, Short.BYTES,
                    int.class, Integer.BYTES,
                    long.class, Long.BYTES,
                    float.class, Float.BYTES,
                    double.class, Double.BYTES);

    private record Placed(Shape shape, long alignment) {}

    private RecordShapes() {}

    /// @param size how many bytes there are
    static Shape of(Class<?> type, long size) {
        return type == byte[].class || type == String.class
                ? new Shape.Array(new Shape.Number("byte", 1, Sign.UNKNOWN), size)
                : placed(type, type.getSimpleName()).shape();
    }

    private static Placed placed(Class<?> type, String place) {
        Class<?> plain = Codecs.primitive(type);
        if (plain == float.class || plain == double.class) {
            int size = SIZES.get(plain);
            return new Placed(new Shape.Fraction(plain.getName(), size), size);
        }
        if (SIZES.containsKey(plain)) {
            int size = SIZES.get(plain);
            return new Placed(new Shape.Number(plain.getName(), size, Sign.UNKNOWN), size);
        }
        if (type.isRecord()) {
            return struct(type, place);
        }
        throw Refusals.doesNotFit(
                place,
                "the map's types are not known, and how many bytes a %s takes does not show"
                        .formatted(type.getSimpleName()),
                "use numbers and records of numbers, or give a MemoryLayout");
    }

    private static Placed struct(Class<?> type, String place) {
        List<Field> fields = new ArrayList<>();
        long at = 0;
        long alignment = 1;
        for (RecordComponent component : type.getRecordComponents()) {
            Placed placed =
                    placed(component.getType(), Codecs.component(place, component.getName()));
            at = up(at, placed.alignment());
            fields.add(new Field(component.getName(), at, placed.shape()));
            at += placed.shape().size();
            alignment = Math.max(alignment, placed.alignment());
        }
        return new Placed(new Shape.Struct(place, up(at, alignment), fields), alignment);
    }

    private static long up(long value, long multiple) {
        return (value + multiple - 1) / multiple * multiple;
    }
}
