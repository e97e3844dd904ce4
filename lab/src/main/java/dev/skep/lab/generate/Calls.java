package dev.skep.lab.generate;

import dev.skep.isa.Insn;
import java.util.ArrayList;
import java.util.List;

/// Calls of functions of the program itself.
final class Calls {
    private static final int DEEPEST = 3;
    private static final int MOST_FUNCTIONS = 8;
    private static final int STACK = 96;

    private Calls() {}

    /// Calls a function, written for the call or before.
    static void function(Scene scene) {
        Dice dice = scene.dice();
        List<Function> functions = scene.numbering().functions();
        if (scene.account().kept().stream().anyMatch(r -> r >= 1 && r <= 5)) {
            return;
        }
        List<Function> callable =
                functions.stream().filter(f -> f.kind() != Function.Kind.CALLBACK).toList();
        if (!callable.isEmpty() && scene.depth() == 0 && dice.percent(40)) {
            again(scene, dice.of(callable));
        } else if (scene.depth() < DEEPEST && functions.size() < MOST_FUNCTIONS) {
            if (scene.numbering().typed() && dice.percent(50)) {
                GlobalFunctions.fresh(scene);
            } else {
                fresh(scene);
            }
        }
    }

    private static void fresh(Scene scene) {
        Dice dice = scene.dice();
        List<Value> parameters = new ArrayList<>();
        int count = dice.between(0, 4);
        for (int i = 1; i <= count; i++) {
            parameter(scene, i);
            parameters.add(within(scene.account().register(i)));
        }
        Function function = write(scene, Function.Kind.STATIC, Types.STATIC, parameters);
        call(scene, function);
    }

    /// Puts something into an argument register.
    private static void parameter(Scene scene, int register) {
        switch (scene.dice().below(5)) {
            case 0 -> HelperCalls.context(scene, register);
            case 1, 2 -> HelperCalls.memory(scene, register, 16, true);
            default -> Numbers.any(scene, register);
        }
    }

    /// What the callee may make of an argument.
    private static Value within(Value value) {
        return switch (value) {
            case Value.Context c -> c;
            case Value.Number n -> n;
            case Value.Memory m -> m.maybeNull() == 0 && m.reference() == 0 ? m : new Value.Unset();
            case Value.Unset _,
                    Value.Packet _,
                    Value.PacketEnd _,
                    Value.MapItself _,
                    Value.Frame _,
                    Value.Socket _ ->
                    new Value.Unset();
        };
    }

    /// Writes a function that is called from here.
    static Function write(Scene scene, Function.Kind kind, int type, List<Value> parameters) {
        Dice dice = scene.dice();
        int label = scene.fresh();
        Scene inner =
                new Scene(
                        scene.setting(),
                        dice,
                        scene.numbering(),
                        scene.depth() + 1,
                        STACK,
                        Math.min(60, scene.room() / 2));
        inner.repeats(scene.repeats());
        inner.mostResult(scene.mostResult());
        for (int i = 0; i < parameters.size(); i++) {
            inner.account().set(i + 1, parameters.get(i));
        }
        inner.mark(label);
        Openings.keepContext(inner);
        Repertoire.play(inner, dice.between(1, 6));
        Endings.leave(inner);
        scene.spend(inner.lines().size());
        Function function =
                new Function(
                        kind,
                        label,
                        type,
                        parameters,
                        kind == Function.Kind.GLOBAL
                                ? Value.Number.ANY
                                : new Value.Number(0, Endings.FUNCTION_RESULT),
                        inner.lines());
        scene.numbering().functions().add(function);
        return function;
    }

    /// Calls a function again, with arguments as it expects them.
    private static void again(Scene scene, Function function) {
        int register = 1;
        for (Value parameter : function.parameters()) {
            switch (parameter) {
                case Value.Context _ -> HelperCalls.context(scene, register);
                case Value.Memory m -> HelperCalls.memory(scene, register, m.after(), true);
                case Value.Number n -> {
                    Numbers.any(scene, register);
                    if (n.least() >= 0 && n.most() < Integer.MAX_VALUE) {
                        Numbers.bound(scene, register, (int) n.most());
                    }
                }
                case Value.Unset _,
                        Value.Packet _,
                        Value.PacketEnd _,
                        Value.MapItself _,
                        Value.Frame _,
                        Value.Socket _ ->
                        scene.constant(register, 0);
            }
            register++;
        }
        call(scene, function);
    }

    static void call(Scene scene, Function function) {
        scene.emit(new Insn.CallSubprogram(function.label()));
        scene.returned(function.result());
        Packets.moved(scene);
    }
}
