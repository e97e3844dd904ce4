package dev.skep.lab.generate;

import dev.skep.isa.AluOp;
import dev.skep.isa.Insn;
import dev.skep.spec.ReturnRange;
import java.util.ArrayList;
import java.util.Optional;

/// Ways to end a function.
final class Endings {
    /// Functions return numbers up to this one.
    static final int FUNCTION_RESULT = 255;

    private Endings() {}

    /// Gives back what is held and returns. What is known afterwards is of no use.
    static void leave(Scene scene) {
        scene.account().kept().clear();
        giveBack(scene);
        result(scene);
        scene.emit(new Insn.Exit());
    }

    /// Gives back all references.
    static void giveBack(Scene scene) {
        for (int reference : new ArrayList<>(scene.account().references())) {
            References.release(scene, reference);
        }
    }

    private static void result(Scene scene) {
        Dice dice = scene.dice();
        if (scene.depth() > 0) {
            int number = scene.account().find(dice, v -> v instanceof Value.Number);
            if (number > 0 && dice.percent(60)) {
                scene.copy(0, number);
            } else {
                scene.constant(0, dice.constant());
            }
            scene.alu(AluOp.AND, 0, scene.mostResult());
            return;
        }
        Optional<ReturnRange> range = scene.setting().type().returnRange(scene.setting().attach());
        if (range.isPresent()) {
            scene.constant(0, dice.between(range.get().least(), range.get().most()));
        } else if (!(scene.account().register(0) instanceof Value.Number) || dice.percent(50)) {
            scene.constant(0, dice.between(0, 2));
        }
    }
}
