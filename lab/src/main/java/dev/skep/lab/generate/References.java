package dev.skep.lab.generate;

import dev.skep.spec.MapType;
import java.util.ArrayList;

/// Idioms that take what has to be given back: records of ring buffers, sockets.
final class References {
    private static final int RESERVE = 131;
    private static final int SUBMIT = 132;
    private static final int DISCARD = 133;
    private static final int RELEASE = 86;

    private References() {}

    /// Reserves a record.
    static void reserve(Scene scene) {
        Dice dice = scene.dice();
        int lasting = scene.lasting();
        if (busy(scene) || lasting < 0 || !scene.setting().offers("ringbuf_reserve")) {
            return;
        }
        int size = dice.of(8, 16, 24, 64, dice.between(1, 100));
        scene.map(1, Setting.mapsOf(MapType.RINGBUF).getFirst());
        scene.constant(2, size);
        scene.constant(3, 0);
        int reference = scene.fresh();
        take(
                scene,
                RESERVE,
                lasting,
                new Value.Memory(0, size, true, scene.fresh(), reference),
                reference);
    }

    /// Looks a socket up.
    static void socket(Scene scene) {
        Dice dice = scene.dice();
        String helper = dice.of("sk_lookup_tcp", "sk_lookup_udp", "skc_lookup_tcp");
        int lasting = scene.lasting();
        if (busy(scene) || lasting < 0 || !scene.setting().offers(helper)) {
            return;
        }
        HelperCalls.memory(scene, 2, 36, true);
        scene.constant(3, dice.of(12, 36));
        scene.constant(4, -1);
        scene.constant(5, 0);
        HelperCalls.context(scene, 1);
        int reference = scene.fresh();
        boolean full = !helper.startsWith("skc");
        int id = helper.equals("sk_lookup_tcp") ? 84 : full ? 85 : 99;
        take(scene, id, lasting, new Value.Socket(full, scene.fresh(), reference), reference);
    }

    /// Whether arguments cannot be set up or nothing may be called.
    private static boolean busy(Scene scene) {
        boolean kept = scene.account().kept().stream().anyMatch(r -> r >= 1 && r <= 5);
        return kept || scene.account().references().size() > 2;
    }

    private static void take(Scene scene, int helper, int lasting, Value value, int reference) {
        Dice dice = scene.dice();
        scene.call(helper, value);
        scene.account().references().add(reference);
        boolean checkFirst = dice.percent(50);
        if (checkFirst) {
            Checks.notNull(scene, 0);
        }
        scene.copy(lasting, 0);
        if (!checkFirst) {
            Checks.notNull(scene, lasting);
        }
        scene.account().kept().add(lasting);
        Repertoire.play(scene, dice.between(0, 5));
        if (dice.percent(80)) {
            release(scene, reference);
        }
    }

    /// Gives one reference back.
    static void release(Scene scene, int reference) {
        Account account = scene.account();
        int register = account.find(scene.dice(), v -> v.held() == reference);
        if (register < 0) {
            return;
        }
        Value value = account.register(register);
        if (register != 1 && account.kept().contains(1)) {
            return;
        }
        if (register != 1) {
            scene.copy(1, register);
        }
        if (value instanceof Value.Memory) {
            scene.constant(2, 0);
            scene.call(scene.dice().percent(60) ? SUBMIT : DISCARD, new Value.Unset());
        } else {
            scene.call(RELEASE, Value.Number.ANY);
        }
        for (int i = 6; i < Account.WRITABLE; i++) {
            if (account.register(i).held() == reference) {
                account.kept().remove(i);
            }
        }
        account.references().remove(reference);
        account.update(v -> v.held() == reference ? new Value.Unset() : v);
    }

    /// Gives back what was taken since `before`, so that paths can meet.
    static void balance(Scene scene, Account before) {
        for (int reference : new ArrayList<>(scene.account().references())) {
            if (!before.references().contains(reference)) {
                release(scene, reference);
            }
        }
    }
}
