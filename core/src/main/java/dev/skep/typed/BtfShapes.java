package dev.skep.typed;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.typed.Shape.Field;
import dev.skep.typed.Shape.Sign;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Shapes of C types. Fields of members without a name count as fields of what they stand in, as in
/// C.
record BtfShapes(Btf btf) {
    private static final int BYTE = 8;

    Shape of(int id) {
        int resolved = btf.resolve(id);
        BtfType type = btf.type(resolved);
        String name = btf.name(id).isEmpty() ? type.name() : btf.name(id);
        return switch (type) {
            case BtfType.Int number -> number(number, name);
            case BtfType.Pointer _ -> new Shape.Number("a pointer", Long.BYTES, Sign.UNSIGNED);
            case BtfType.Float fraction ->
                    fraction.size() == Float.BYTES || fraction.size() == Double.BYTES
                            ? new Shape.Fraction(name, fraction.size())
                            : new Shape.Bytes(name, fraction.size());
            case BtfType.Enumeration enumeration -> enumeration(enumeration);
            case BtfType.Array array -> new Shape.Array(of(array.element()), array.count());
            case BtfType.Struct struct ->
                    new Shape.Struct(
                            "struct " + struct.name(), struct.size(), fields(struct.members()));
            case BtfType.Union union ->
                    new Shape.Union("union " + union.name(), union.size(), fields(union.members()));
            case BtfType.Void _,
                    BtfType.Forward _,
                    BtfType.Modifier _,
                    BtfType.Function _,
                    BtfType.Prototype _,
                    BtfType.Variable _,
                    BtfType.DataSection _,
                    BtfType.DeclarationTag _ ->
                    new Shape.Bytes(name, btf.size(resolved));
        };
    }

    private static Shape number(BtfType.Int number, String name) {
        if (number.bits() != number.size() * BYTE
                || number.bitOffset() != 0
                || number.size() > Long.BYTES) {
            return new Shape.Bytes(name, number.size());
        }
        boolean signed = number.encoding() == BtfType.Int.Encoding.SIGNED;
        return new Shape.Number(name, number.size(), signed ? Sign.SIGNED : Sign.UNSIGNED);
    }

    private static Shape enumeration(BtfType.Enumeration type) {
        Map<String, Long> constants = new LinkedHashMap<>();
        type.enumerators().forEach(e -> constants.put(e.name(), e.value()));
        return new Shape.Enumeration(
                "enum " + type.name(),
                type.size(),
                type.signed() ? Sign.SIGNED : Sign.UNSIGNED,
                constants);
    }

    private List<Field> fields(List<BtfType.Member> members) {
        List<Field> fields = new ArrayList<>();
        for (BtfType.Member member : members) {
            if (member.bitSize() != 0) {
                fields.add(new Field(member.name(), member.offset(), new Shape.Bytes("bits", 0)));
                continue;
            }
            Shape shape = of(member.type());
            if (member.name().isEmpty()) {
                inner(shape).forEach(f -> fields.add(moved(f, member.offset())));
            } else {
                fields.add(new Field(member.name(), member.offset(), shape));
            }
        }
        return fields;
    }

    private static List<Field> inner(Shape shape) {
        return switch (shape) {
            case Shape.Struct struct -> struct.fields();
            case Shape.Union union -> union.fields();
            case Shape.Number _,
                    Shape.Fraction _,
                    Shape.Enumeration _,
                    Shape.Array _,
                    Shape.Bytes _ ->
                    List.of();
        };
    }

    private static Field moved(Field field, long offset) {
        return new Field(field.name(), field.offset() + offset, field.shape());
    }
}
