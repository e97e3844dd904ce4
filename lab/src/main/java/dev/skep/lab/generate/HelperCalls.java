package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.program.MapDefinition;
import dev.skep.spec.ArgumentKind;
import dev.skep.spec.Helper;
import dev.skep.spec.MapType;
import dev.skep.spec.ReturnKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Calls of helpers, made from what the table of helpers says of their arguments.
final class HelperCalls {
    private static final int MOST_BYTES = 48;

    /// What an argument may be for a call to be made from the table alone.
    private static final Set<ArgumentKind> SUPPORTED =
            Set.of(
                    ArgumentKind.ANYTHING,
                    ArgumentKind.CONTEXT,
                    ArgumentKind.CONTEXT_OR_NULL,
                    ArgumentKind.MAP,
                    ArgumentKind.MAP_KEY,
                    ArgumentKind.MAP_VALUE,
                    ArgumentKind.MAP_VALUE_OR_NULL,
                    ArgumentKind.UNINITIALIZED_MAP_VALUE,
                    ArgumentKind.MEMORY,
                    ArgumentKind.MEMORY_OR_NULL,
                    ArgumentKind.WRITABLE_MEMORY,
                    ArgumentKind.UNINITIALIZED_MEMORY,
                    ArgumentKind.UNINITIALIZED_MEMORY_OR_NULL,
                    ArgumentKind.SIZE,
                    ArgumentKind.SIZE_OR_ZERO,
                    ArgumentKind.SOCKET_COMMON,
                    ArgumentKind.TYPED_SOCKET_COMMON);

    private static final Set<ReturnKind> RETURNS =
            Set.of(
                    ReturnKind.INTEGER,
                    ReturnKind.VOID,
                    ReturnKind.MAP_VALUE_OR_NULL,
                    ReturnKind.SOCKET_OR_NULL,
                    ReturnKind.SOCKET_COMMON_OR_NULL,
                    ReturnKind.TCP_SOCKET_OR_NULL);

    private HelperCalls() {}

    /// Whether calls of it can be made here.
    static boolean supported(Helper helper) {
        return RETURNS.contains(helper.returns())
                && !helper.effects().contains(Helper.Effect.ACQUIRES)
                && !helper.effects().contains(Helper.Effect.RELEASES)
                && !helper.effects().contains(Helper.Effect.SLEEPS)
                && helper.arguments().stream().allMatch(a -> SUPPORTED.contains(a.kind()));
    }

    /// Calls some helper.
    static void any(Scene scene) {
        List<Helper> helpers =
                scene.setting().helpers().stream().filter(HelperCalls::supported).toList();
        if (!helpers.isEmpty()) {
            call(scene, scene.dice().of(helpers));
        }
    }

    /// Calls one of these helpers, if the program may.
    static void some(Scene scene, String... names) {
        String name = scene.dice().of(names);
        scene.setting().helpers().stream()
                .filter(h -> h.name().equals(name))
                .findFirst()
                .ifPresent(h -> call(scene, h));
    }

    /// A look-up, and what follows it nearly always.
    static void lookUp(Scene scene) {
        some(scene, "map_lookup_elem");
        if (scene.dice().percent(85)) {
            Checks.notNull(scene, 0);
        }
    }

    private static void call(Scene scene, Helper helper) {
        int map = -1;
        List<Integer> ready = new ArrayList<>();
        for (int i = 0; i < helper.arguments().size(); i++) {
            int register = i + 1;
            if (scene.account().kept().contains(register)) {
                scene.account().kept().removeAll(ready);
                return;
            }
            Helper.Argument argument = helper.arguments().get(i);
            if (argument.kind() == ArgumentKind.MAP) {
                map = chooseMap(scene, helper);
            }
            boolean sized =
                    i + 1 < helper.arguments().size()
                            && isSize(helper.arguments().get(i + 1).kind());
            argument(scene, register, argument, map, sized);
            scene.account().kept().add(register);
            ready.add(register);
        }
        scene.account().kept().removeAll(ready);
        scene.call(helper.id(), result(scene, helper, map));
        if (helper.effects().contains(Helper.Effect.MOVES_PACKET)) {
            Packets.moved(scene);
        }
    }

    private static boolean isSize(ArgumentKind kind) {
        return kind == ArgumentKind.SIZE || kind == ArgumentKind.SIZE_OR_ZERO;
    }

    private static int chooseMap(Scene scene, Helper helper) {
        boolean lookUp = helper.returns() == ReturnKind.MAP_VALUE_OR_NULL;
        boolean plain = lookUp && scene.dice().percent(95);
        List<Integer> maps =
                Setting.mapsOf(
                        helper.mapTypes().stream()
                                .filter(type -> !plain || !Maps.OPAQUE.contains(type))
                                .sorted()
                                .toArray(MapType[]::new));
        return maps.isEmpty() ? 0 : scene.dice().of(maps);
    }

    private static Value result(Scene scene, Helper helper, int map) {
        return switch (helper.returns()) {
            case MAP_VALUE_OR_NULL -> mapValue(scene, map);
            case SOCKET_OR_NULL -> new Value.Socket(true, scene.fresh(), 0);
            case SOCKET_COMMON_OR_NULL -> new Value.Socket(false, scene.fresh(), 0);
            case VOID -> new Value.Unset();
            case INTEGER,
                    MAP_VALUE,
                    TCP_SOCKET_OR_NULL,
                    RINGBUF_MEMORY_OR_NULL,
                    DYNPTR_MEMORY_OR_NULL,
                    BTF_POINTER,
                    BTF_POINTER_OR_NULL,
                    BTF_MEMORY,
                    BTF_MEMORY_OR_NULL ->
                    helper.returns() == ReturnKind.INTEGER ? Value.Number.ANY : new Value.Unset();
        };
    }

    private static Value mapValue(Scene scene, int map) {
        MapDefinition definition = Setting.maps().get(map);
        if (definition.inner().isPresent() || Maps.OPAQUE.contains(definition.type())) {
            return new Value.Unset();
        }
        boolean writable = definition.flags() == 0 || definition.type() == MapType.LPM_TRIE;
        return new Value.Memory(0, definition.valueSize(), writable, scene.fresh(), 0);
    }

    private static void argument(
            Scene scene, int register, Helper.Argument argument, int map, boolean sized) {
        Dice dice = scene.dice();
        switch (argument.kind()) {
            case MAP -> scene.map(register, map);
            case MAP_KEY -> memory(scene, register, Setting.maps().get(map).keySize(), true);
            case MAP_VALUE -> memory(scene, register, Setting.maps().get(map).valueSize(), true);
            case UNINITIALIZED_MAP_VALUE ->
                    memory(scene, register, Setting.maps().get(map).valueSize(), false);
            case CONTEXT -> context(scene, register);
            case CONTEXT_OR_NULL -> {
                if (dice.percent(50)) {
                    context(scene, register);
                } else {
                    scene.constant(register, 0);
                }
            }
            case SOCKET_COMMON, TYPED_SOCKET_COMMON -> socket(scene, register);
            case MEMORY, WRITABLE_MEMORY ->
                    memory(scene, register, bytes(scene, argument, sized), true);
            case MEMORY_OR_NULL -> {
                if (dice.percent(70)) {
                    memory(scene, register, bytes(scene, argument, sized), true);
                } else {
                    scene.constant(register, 0);
                }
            }
            case UNINITIALIZED_MEMORY, UNINITIALIZED_MEMORY_OR_NULL ->
                    memory(scene, register, bytes(scene, argument, sized), false);
            case SIZE -> size(scene, register, 1);
            case SIZE_OR_ZERO -> size(scene, register, 0);
            case MAP_VALUE_OR_NULL -> scene.constant(register, 0);
            case ANYTHING -> number(scene, register);
            case CONST_SIZE,
                    SOCKET_COMMON_OR_NULL,
                    BTF_POINTER,
                    BTF_POINTER_OR_NULL,
                    PERCPU_POINTER,
                    KPTR,
                    SPIN_LOCK,
                    TIMER,
                    FUNCTION,
                    STACK_OR_NULL,
                    RINGBUF_MEMORY,
                    DYNPTR,
                    UNINITIALIZED_DYNPTR,
                    CONST_STRING ->
                    scene.constant(register, 0);
        }
    }

    private static int bytes(Scene scene, Helper.Argument argument, boolean sized) {
        return argument.size() > 0 && !sized
                ? argument.size()
                : 8 * scene.dice().between(1, Math.min(MOST_BYTES, scene.stack()) / 8);
    }

    private static void number(Scene scene, int register) {
        int known = scene.account().find(scene.dice(), v -> v instanceof Value.Number);
        if (known >= 0 && scene.dice().percent(40)) {
            scene.copy(register, known);
        } else {
            scene.constant(register, scene.dice().between(0, 3));
        }
    }

    static void context(Scene scene, int register) {
        int context = scene.context();
        if (context >= 0 && context != register) {
            scene.copy(register, context);
        }
    }

    private static void socket(Scene scene, int register) {
        int socket = scene.find(v -> v instanceof Value.Socket s && s.maybeNull() == 0);
        if (socket >= 0 && socket != register) {
            scene.copy(register, socket);
        } else if (socket < 0) {
            scene.constant(register, 0);
        }
    }

    /// The address of that much memory: on the stack mostly, else where there is room.
    static void memory(Scene scene, int register, int bytes, boolean filled) {
        Dice dice = scene.dice();
        int area = scene.account().find(dice, v -> Areas.readable(v, bytes));
        boolean writable =
                area >= 0
                        && scene.account().register(area) instanceof Value.Memory m
                        && m.writable();
        if (writable && dice.percent(30)) {
            if (area != register) {
                scene.copy(register, area);
            }
            return;
        }
        int offset = scene.scratch(bytes);
        if (filled && dice.percent(90)) {
            for (int at = 0; at < (bytes + 7) / 8 * 8; at += 8) {
                int value = dice.below(4);
                scene.store(MemorySize.DW, 10, offset + at, new Operand.Immediate(value));
            }
        }
        scene.overwritten(offset, bytes);
        Stack.address(scene, register, offset);
        scene.account().set(register, new Value.Memory(0, bytes, true, 0, 0));
    }

    /// A size that fits the memory in the register before.
    private static void size(Scene scene, int register, int least) {
        Dice dice = scene.dice();
        int most = scene.account().register(register - 1) instanceof Value.Memory m ? m.after() : 0;
        if (most <= least) {
            scene.constant(register, most);
        } else if (dice.percent(60)) {
            scene.constant(register, dice.percent(50) ? most : dice.between(least, most));
        } else {
            Numbers.any(scene, register);
            if (scene.account().register(register) instanceof Value.Number) {
                Numbers.bound(scene, register, most - least);
                if (least > 0) {
                    scene.alu(AluOp.ADD, register, least);
                }
            }
        }
    }
}
