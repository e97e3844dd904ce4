package dev.skep.lab.generate;

import dev.skep.spec.ContextLayout;
import java.util.ArrayList;
import java.util.List;

/// Functions that the kernel verifies by themselves, from their types alone.
final class GlobalFunctions {
    private GlobalFunctions() {}

    /// Writes one and calls it.
    static void fresh(Scene scene) {
        int index = scene.dice().below(Types.SIGNATURES.size());
        List<String> signature = Types.SIGNATURES.get(index);
        if (signature.get(1).startsWith("struct") && !fits(scene, signature.get(1))) {
            return;
        }
        List<Value> parameters = new ArrayList<>();
        for (int i = 1; i < signature.size(); i++) {
            parameters.add(parameter(scene, signature.get(i)));
            argument(scene, i, signature.get(i));
        }
        int type = Types.GLOBAL.get(index);
        Calls.call(scene, Calls.write(scene, Function.Kind.GLOBAL, type, parameters));
    }

    private static Value parameter(Scene scene, String type) {
        return switch (type) {
            case "int", "long" -> Value.Number.ANY;
            case "int*" -> new Value.Memory(0, 4, true, scene.fresh(), 0);
            default -> fits(scene, type) ? new Value.Context() : new Value.Unset();
        };
    }

    private static boolean fits(Scene scene, String type) {
        return scene.setting()
                .type()
                .context()
                .map(ContextLayout::structName)
                .filter(name -> type.equals("struct " + name + "*"))
                .isPresent();
    }

    private static void argument(Scene scene, int register, String type) {
        switch (type) {
            case "int", "long" -> Numbers.any(scene, register);
            case "int*" -> {
                if (scene.dice().percent(85)) {
                    HelperCalls.memory(scene, register, 4, true);
                } else {
                    scene.constant(register, 0);
                }
            }
            default -> HelperCalls.context(scene, register);
        }
    }
}
