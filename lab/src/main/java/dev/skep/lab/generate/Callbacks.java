package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.util.List;

/// Functions that helpers call, and timers.
final class Callbacks {
    private static final int LOOP = 181;
    private static final int FOR_EACH = 164;
    private static final int TIMER_INIT = 169;
    private static final int TIMER_SET_CALLBACK = 170;
    private static final int TIMER_START = 171;
    private static final int SHARED = 16;

    private Callbacks() {}

    /// `bpf_loop`, with some of the stack handed down.
    static void loop(Scene scene) {
        if (!possible(scene, "loop")) {
            return;
        }
        Value shared = Value.Memory.of(SHARED, true);
        Function callback = write(scene, List.of(Value.Number.ofBits(32), shared), 1);
        shared(scene, 3);
        scene.constant(1, scene.dice().of(0, 1, 2, 7, 1000));
        function(scene, 2, callback);
        scene.constant(4, 0);
        scene.call(LOOP, Value.Number.ANY);
        Packets.moved(scene);
    }

    /// A call for every element of a map.
    static void forEach(Scene scene) {
        if (!possible(scene, "for_each_map_elem")) {
            return;
        }
        int index = scene.dice().of(Setting.mapsOf(MapType.ARRAY, MapType.HASH, MapType.LRU_HASH));
        MapDefinition map = Setting.maps().get(index);
        List<Value> parameters =
                List.of(
                        new Value.MapItself(index),
                        Value.Memory.of(map.keySize(), false),
                        Value.Memory.of(map.valueSize(), map.flags() == 0),
                        Value.Memory.of(SHARED, true));
        Function callback = write(scene, parameters, 1);
        shared(scene, 3);
        scene.map(1, index);
        function(scene, 2, callback);
        scene.constant(4, 0);
        scene.call(FOR_EACH, Value.Number.ANY);
        Packets.moved(scene);
    }

    /// Sets up a timer in the value of a map, and starts it.
    static void timer(Scene scene) {
        int lasting = scene.lasting();
        boolean allowed = scene.setting().allowsLocks() || scene.dice().percent(2);
        if (lasting < 0 || !allowed || !possible(scene, "timer_init")) {
            return;
        }
        int index = scene.dice().of(MapShelf.TIMED);
        List<Value> parameters =
                List.of(
                        new Value.MapItself(index),
                        Value.Memory.of(4, false),
                        Value.Memory.of(Types.TIMER, true));
        Function callback = write(scene, parameters, 0);
        if (!lookUp(scene, index, lasting, Types.TIMER)) {
            return;
        }
        pointer(scene, lasting);
        scene.map(2, index);
        scene.constant(3, scene.dice().of(0, 1, 7, 11));
        scene.call(TIMER_INIT, Value.Number.ANY);
        pointer(scene, lasting);
        function(scene, 2, callback);
        scene.call(TIMER_SET_CALLBACK, Value.Number.ANY);
        pointer(scene, lasting);
        scene.constant(2, scene.dice().constant());
        scene.constant(3, 0);
        scene.call(TIMER_START, Value.Number.ANY);
    }

    private static boolean possible(Scene scene, String helper) {
        return scene.numbering().typed()
                && scene.setting().offers(helper)
                && scene.depth() == 0
                && scene.repeats() < 8
                && scene.room() > 20
                && scene.account().kept().stream().noneMatch(r -> r <= 5);
    }

    private static Function write(Scene scene, List<Value> parameters, int most) {
        int before = scene.mostResult();
        scene.mostResult(most);
        Function written = Calls.write(scene, Function.Kind.CALLBACK, Types.STATIC, parameters);
        scene.mostResult(before);
        return written;
    }

    private static void function(Scene scene, int register, Function function) {
        scene.emit(new Insn.LoadImmediate(register, ImmediateKind.FUNCTION, function.label()));
        scene.account().set(register, new Value.Unset());
    }

    /// Some of the stack, filled.
    private static void shared(Scene scene, int register) {
        int offset = scene.scratch(SHARED);
        for (int at = 0; at < SHARED; at += 8) {
            scene.store(MemorySize.DW, 10, offset + at, new Operand.Immediate(at));
        }
        scene.overwritten(offset, SHARED);
        Stack.address(scene, register, offset);
    }

    private static void pointer(Scene scene, int value) {
        scene.copy(1, value);
        scene.alu(AluOp.ADD, 1, Types.TIMER);
    }

    /// Looks up a value and keeps it in `lasting`; false if it did not come to that.
    static boolean lookUp(Scene scene, int map, int lasting, int usable) {
        HelperCalls.memory(scene, 2, 4, true);
        scene.map(1, map);
        scene.call(1, new Value.Memory(0, usable, true, scene.fresh(), 0));
        Checks.notNull(scene, 0);
        if (!(scene.account().register(0) instanceof Value.Memory)) {
            return false;
        }
        scene.copy(lasting, 0);
        return true;
    }
}
