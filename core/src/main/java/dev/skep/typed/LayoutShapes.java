package dev.skep.typed;

import dev.skep.typed.Shape.Field;
import dev.skep.typed.Shape.Sign;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.SequenceLayout;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/// Shapes of layouts that Java describes. Byte orders of layouts do not matter: maps are in that of
/// the host.
final class LayoutShapes {
    private LayoutShapes() {}

    static Shape of(MemoryLayout layout) {
        String name = layout.name().orElse(layout.toString());
        return switch (layout) {
            case ValueLayout value -> value(value, name);
            case SequenceLayout sequence ->
                    new Shape.Array(of(sequence.elementLayout()), sequence.elementCount());
            case StructLayout struct ->
                    new Shape.Struct(name, struct.byteSize(), fields(struct, true));
            case GroupLayout union -> new Shape.Union(name, union.byteSize(), fields(union, false));
            case PaddingLayout padding -> new Shape.Bytes(name, padding.byteSize());
        };
    }

    private static Shape value(ValueLayout layout, String name) {
        return switch (layout) {
            case ValueLayout.OfFloat _, ValueLayout.OfDouble _ ->
                    new Shape.Fraction(name, layout.byteSize());
            case ValueLayout.OfBoolean _,
                    ValueLayout.OfByte _,
                    ValueLayout.OfChar _,
                    ValueLayout.OfShort _,
                    ValueLayout.OfInt _,
                    ValueLayout.OfLong _ ->
                    new Shape.Number(name, layout.byteSize(), Sign.UNKNOWN);
            case AddressLayout _ -> new Shape.Number(name, layout.byteSize(), Sign.UNSIGNED);
        };
    }

    private static List<Field> fields(GroupLayout group, boolean struct) {
        List<Field> fields = new ArrayList<>();
        long offset = 0;
        for (MemoryLayout member : group.memberLayouts()) {
            if (member.name().isPresent()) {
                fields.add(new Field(member.name().get(), offset, of(member)));
            }
            offset += struct ? member.byteSize() : 0;
        }
        return fields;
    }
}
