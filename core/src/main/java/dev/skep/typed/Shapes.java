package dev.skep.typed;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.host.BpfMap;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;

/// What the bytes of maps and events are.
final class Shapes {
    private Shapes() {}

    static Shape ofKey(BpfMap map, Class<?> type) {
        MapDefinition definition = map.definition();
        return known(definition, MapDefinition.Types::keyTypeId)
                .orElseGet(() -> RecordShapes.of(type, definition.keySize()));
    }

    static Shape ofValue(BpfMap map, Class<?> type) {
        MapDefinition definition = map.definition();
        return known(definition, MapDefinition.Types::valueTypeId)
                .orElseGet(() -> RecordShapes.of(type, definition.valueSize()));
    }

    static Shape ofGlobal(BpfMap map, Globals.Variable variable, Class<?> type) {
        return map.definition()
                .types()
                .filter(_ -> variable.typeId() != 0)
                .<Shape>map(types -> new BtfShapes(types.btf()).of(variable.typeId()))
                .orElseGet(() -> RecordShapes.of(type, variable.size()));
    }

    private static Optional<Shape> known(
            MapDefinition definition, ToIntFunction<MapDefinition.Types> which) {
        return definition
                .types()
                .filter(types -> which.applyAsInt(types) != 0)
                .map(types -> new BtfShapes(types.btf()).of(which.applyAsInt(types)));
    }

    /// The structure, union or typedef of that name.
    static Optional<Shape> named(Btf btf, String name) {
        for (BtfKind kind : List.of(BtfKind.STRUCT, BtfKind.UNION, BtfKind.TYPEDEF)) {
            OptionalInt id = btf.find(kind, name);
            if (id.isPresent()) {
                return Optional.of(new BtfShapes(btf).of(id.getAsInt()));
            }
        }
        return Optional.empty();
    }

    /// Refuses a shape that has not as many bytes as there are.
    static void demandSize(Shape shape, int size, String place, String what) {
        if (shape.size() != size) {
            throw Refusals.doesNotFit(
                    place,
                    "it takes %d bytes, %s has %d".formatted(shape.size(), what, size),
                    "name every field of the C type in its order, or give a MemoryLayout");
        }
    }
}
