package dev.skep.lab.generate;

import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.List;
import java.util.Set;

/// Idioms on maps beyond single calls.
final class Maps {
    /// Maps whose look-ups give something else than plain memory.
    static final Set<MapType> OPAQUE =
            Set.of(
                    MapType.DEVMAP,
                    MapType.CPUMAP,
                    MapType.XSKMAP,
                    MapType.SOCKMAP,
                    MapType.SOCKHASH,
                    MapType.REUSEPORT_SOCKARRAY);

    private Maps() {}

    /// The address of a value of an array, by instruction.
    static void direct(Scene scene) {
        Dice dice = scene.dice();
        List<Integer> arrays = Setting.mapsOf(MapType.ARRAY);
        int map = dice.of(arrays);
        MapDefinition definition = Setting.maps().get(map);
        if (definition.maxEntries() != 1) {
            return;
        }
        int offset = dice.percent(60) ? 0 : dice.below(definition.valueSize());
        int dst = scene.free();
        long value = (long) offset << Integer.SIZE | map;
        scene.emit(new Insn.LoadImmediate(dst, ImmediateKind.MAP_INDEX_VALUE, value));
        scene.account()
                .set(
                        dst,
                        new Value.Memory(
                                offset,
                                definition.valueSize() - offset,
                                definition.flags() == 0,
                                0,
                                0));
    }

    /// A look-up in a map that a map holds.
    static void nested(Scene scene) {
        Dice dice = scene.dice();
        int outer = dice.of(Setting.mapsOf(MapType.ARRAY_OF_MAPS, MapType.HASH_OF_MAPS));
        MapDefinition definition = Setting.maps().get(outer);
        MapDefinition inner = definition.inner().orElseThrow();
        if (!argumentsFree(scene)) {
            return;
        }
        HelperCalls.memory(scene, 2, definition.keySize(), true);
        scene.map(1, outer);
        scene.call(1, new Value.Memory(0, 0, false, scene.fresh(), 0));
        Checks.notNull(scene, 0);
        if (!(scene.account().register(0) instanceof Value.Memory) || !argumentsFree(scene)) {
            return;
        }
        scene.account().kept().add(0);
        HelperCalls.memory(scene, 2, inner.keySize(), true);
        scene.account().kept().remove(0);
        scene.copy(1, 0);
        scene.call(1, new Value.Memory(0, inner.valueSize(), true, scene.fresh(), 0));
        Checks.notNull(scene, 0);
    }

    private static boolean argumentsFree(Scene scene) {
        return !scene.account().kept().contains(1) && !scene.account().kept().contains(2);
    }

    /// Calls another program.
    static void tailCall(Scene scene) {
        if (scene.depth() > 0
                || !scene.account().references().isEmpty()
                || !argumentsFree(scene)
                || scene.account().kept().contains(3)) {
            return;
        }
        Numbers.any(scene, 3);
        HelperCalls.context(scene, 1);
        scene.map(2, Setting.mapsOf(MapType.PROG_ARRAY).getFirst());
        if (scene.account().register(1) instanceof Value.Context
                && scene.account().register(3) instanceof Value.Number) {
            scene.call(12, new Value.Unset());
        }
    }
}
