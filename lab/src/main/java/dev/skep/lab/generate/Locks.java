package dev.skep.lab.generate;

import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;

/// Values changed under their lock.
final class Locks {
    private static final int LOCK = 93;
    private static final int UNLOCK = 94;

    private Locks() {}

    /// Takes the lock of a value, works on the value, and gives the lock back.
    static void hold(Scene scene) {
        Dice dice = scene.dice();
        int lasting = scene.lasting();
        boolean busy = scene.account().kept().stream().anyMatch(r -> r <= 5);
        if (lasting < 0
                || busy
                || !scene.numbering().typed()
                || !scene.setting().offers("spin_lock")
                || !scene.setting().allowsLocks() && !dice.percent(2)
                || !Callbacks.lookUp(scene, dice.of(MapShelf.LOCKED), lasting, 0)) {
            return;
        }
        scene.copy(1, lasting);
        scene.call(LOCK, new Value.Unset());
        for (int i = dice.between(0, 3); i > 0; i--) {
            MemorySize size = dice.of(MemorySize.B, MemorySize.W);
            int offset = dice.percent(92) ? 4 * dice.between(1, 3) : dice.below(16);
            if (dice.percent(50)) {
                scene.emit(new Insn.Load(size, false, 2, lasting, offset));
            } else {
                scene.store(size, lasting, offset, new Operand.Immediate(i));
            }
        }
        if (dice.percent(15)) {
            scene.account().kept().add(lasting);
            Repertoire.play(scene, 1);
            scene.account().kept().remove(lasting);
        }
        scene.copy(1, lasting);
        scene.call(UNLOCK, new Value.Unset());
    }
}
