package dev.skep.object;

import static dev.skep.object.ObjectCode.MAP;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.diag.MalformedException;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.List;
import java.util.Optional;

/// What the structure of one BTF-style map says. A number is the length of an array that a member
/// points to, or the value of a one-member enumeration; a type is what a member points to.
final class BtfMapShape {
    private static final int DESCRIPTOR_SIZE = 4;
    private static final int PIN_BY_NAME = 1;

    private final Btf btf;
    private final String name;
    private final long offset;
    private final Remarks remarks;

    private MapType type;
    private long maxEntries;
    private long flags;
    private long extra;
    private long keySize = -1;
    private long valueSize = -1;
    private int keyType;
    private int valueType;
    private long valuesOffset = -1;
    private MapDefinition.Pinning pinning = MapDefinition.Pinning.NONE;
    private Optional<BtfMapShape> inner = Optional.empty();

    private BtfMapShape(Btf btf, String name, long offset, Remarks remarks) {
        this.btf = btf;
        this.name = name;
        this.offset = offset;
        this.remarks = remarks;
    }

    /// Reads the structure `typeId`, the type of the map `name` at `offset` of section `.maps`.
    static BtfMapShape read(Btf btf, int typeId, String name, long offset, Remarks remarks) {
        BtfMapShape shape = new BtfMapShape(btf, name, offset, remarks);
        shape.struct(typeId, false);
        return shape;
    }

    /// Where the initial elements start within the variable, in bytes; -1 if it has none.
    long valuesOffset() {
        return valuesOffset;
    }

    MapDefinition definition(String mapName, Optional<Btf> types) {
        return new MapDefinition(
                mapName,
                type,
                Math.toIntExact(Math.max(keySize, 0)),
                Math.toIntExact(Math.max(valueSize, 0)),
                (int) maxEntries,
                (int) flags,
                extra,
                types.filter(_ -> keyType != 0 || valueType != 0)
                        .map(b -> new MapDefinition.Types(b, keyType, valueType)),
                inner.map(shape -> shape.definition(mapName + ".inner", types)),
                List.of(),
                Optional.empty(),
                pinning);
    }

    private void struct(int typeId, boolean within) {
        if (!(btf.type(btf.resolve(typeId)) instanceof BtfType.Struct struct)) {
            throw broken("its type is no structure");
        }
        for (BtfType.Member member : struct.members()) {
            switch (member.name()) {
                case "type" -> type = mapType(number(member));
                case "max_entries" -> maxEntries = number(member);
                case "map_flags" -> flags = number(member);
                case "map_extra" -> extra = number(member);
                case "key_size" -> keySize = agreed(member, keySize, number(member));
                case "value_size" -> valueSize = agreed(member, valueSize, number(member));
                case "key" -> {
                    keyType = pointee(member);
                    keySize = agreed(member, keySize, btf.size(keyType));
                }
                case "value" -> {
                    valueType = pointee(member);
                    valueSize = agreed(member, valueSize, btf.size(valueType));
                }
                case "values" -> values(member, struct, within);
                case "pinning" -> pinning = pinning(number(member));
                default -> remarks.add(ignored(member));
            }
        }
        if (type == null) {
            throw broken("it does not say its type");
        }
    }

    private String ignored(BtfType.Member member) {
        return "map %s: its attribute %s has no effect here".formatted(name, member.name());
    }

    private void values(BtfType.Member member, BtfType.Struct struct, boolean within) {
        if (within || member != struct.members().getLast()) {
            throw broken("values must be its last member, and only one level deep");
        }
        if (!(btf.type(btf.resolve(member.type())) instanceof BtfType.Array array)
                || !(btf.type(btf.resolve(array.element())) instanceof BtfType.Pointer element)) {
            throw broken("values is no array of pointers");
        }
        valuesOffset = member.offset();
        valueSize = agreed(member, valueSize, DESCRIPTOR_SIZE);
        int target = btf.resolve(element.target());
        switch (btf.type(target)) {
            case BtfType.Prototype _ -> {}
            case BtfType.Struct _ -> {
                BtfMapShape shape = new BtfMapShape(btf, name + ".inner", offset, remarks);
                shape.struct(target, true);
                inner = Optional.of(shape);
            }
            default -> throw broken("values point to neither maps nor programs");
        }
    }

    private long number(BtfType.Member member) {
        BtfType type = btf.type(btf.resolve(member.type()));
        if (type instanceof BtfType.Pointer pointer
                && btf.type(btf.resolve(pointer.target())) instanceof BtfType.Array array) {
            return array.count();
        }
        if (type instanceof BtfType.Enumeration enumeration
                && enumeration.enumerators().size() == 1) {
            return enumeration.enumerators().getFirst().value();
        }
        throw broken(member.name() + " is not declared with __uint or __ulong");
    }

    private int pointee(BtfType.Member member) {
        if (btf.type(btf.resolve(member.type())) instanceof BtfType.Pointer pointer) {
            return pointer.target();
        }
        throw broken(member.name() + " is not declared with __type");
    }

    private long agreed(BtfType.Member member, long before, long size) {
        if (size > Integer.MAX_VALUE || before >= 0 && before != size) {
            throw broken(
                    "%s says %d bytes%s"
                            .formatted(
                                    member.name(),
                                    size,
                                    before >= 0 ? " after another one said " + before : ""));
        }
        return size;
    }

    private MapDefinition.Pinning pinning(long value) {
        if (value != 0 && value != PIN_BY_NAME) {
            remarks.add(
                    "map %s: its pinning %d is taken for pinning by name".formatted(name, value));
        }
        return value == 0 ? MapDefinition.Pinning.NONE : MapDefinition.Pinning.BY_NAME;
    }

    private MapType mapType(long id) {
        return MapTypes.of(id, name, BtfMapReader.SECTION, offset);
    }

    private MalformedException broken(String why) {
        return MAP.malformed(
                "map %s makes no sense: %s".formatted(name, why),
                BtfMapReader.SECTION,
                offset,
                "declare it with the macros of bpf_helpers.h");
    }
}
