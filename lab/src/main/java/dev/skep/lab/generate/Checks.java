package dev.skep.lab.generate;

import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;

/// Checks for NULL.
final class Checks {
    private Checks() {}

    /// Checks some pointer that needs it.
    static void any(Scene scene) {
        int register = scene.find(v -> v.pendingCheck() != 0);
        if (register >= 0) {
            notNull(scene, register);
        }
    }

    /// Goes on with the pointer in `register` being there, and leaves otherwise, or goes on without
    /// it.
    static void notNull(Scene scene, int register) {
        Value value = scene.account().register(register);
        int check = value.pendingCheck();
        if (check == 0) {
            return;
        }
        Dice dice = scene.dice();
        int label = scene.fresh();
        if (dice.percent(70) || value.held() != 0) {
            compare(scene, Condition.NE, register, label);
            Account there = scene.account().copy();
            gone(scene, check);
            Endings.leave(scene);
            scene.resume(there);
            found(scene, check);
            scene.mark(label);
        } else {
            compare(scene, Condition.EQ, register, label);
            Account absent = scene.account().copy();
            found(scene, check);
            Repertoire.play(scene, dice.between(1, 4));
            References.balance(scene, absent);
            Account present = scene.account();
            scene.resume(absent);
            gone(scene, check);
            scene.mark(label);
            scene.account().join(present);
        }
    }

    private static void compare(Scene scene, Condition condition, int register, int label) {
        int zero =
                scene.dice().percent(8)
                        ? scene.account().find(scene.dice(), v -> v.equals(new Value.Number(0, 0)))
                        : -1;
        if (zero >= 0) {
            scene.emit(
                    new Insn.Branch(
                            condition, Width.W64, register, new Operand.Register(zero), label));
        } else {
            scene.branch(condition, register, 0, label);
        }
    }

    private static void found(Scene scene, int check) {
        scene.account().update(v -> v.pendingCheck() == check ? v.checked() : v);
    }

    private static void gone(Scene scene, int check) {
        scene.account()
                .update(
                        v -> {
                            if (v.pendingCheck() != check) {
                                return v;
                            }
                            scene.account().references().remove(v.held());
                            return new Value.Number(0, 0);
                        });
    }
}
