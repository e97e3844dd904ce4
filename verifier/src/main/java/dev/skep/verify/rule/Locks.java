package dev.skep.verify.rule;

import dev.skep.program.SpecialField;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;

/// Spin locks in map values: one at a time, the same one released that was taken.
final class Locks {
    private final Walk walk;

    Locks(Walk walk) {
        this.walk = walk;
    }

    void lock(int number, Register register) {
        check(number, register);
        Holdings holdings = walk.state().holdings();
        if (holdings.locks() > 0) {
            throw walk.refuse(
                    VerifierCode.LOCK,
                    "the lock taken at %s is held already"
                            .formatted(walk.listing().point(holdings.lastLock().since())),
                    "Locking two bpf_spin_locks are not allowed",
                    number);
        }
        walk.state()
                .setHoldings(
                        holdings.with(
                                new Holdings.Held(
                                        Holdings.Type.LOCK,
                                        register.id(),
                                        walk.slot(),
                                        register.map())));
    }

    void unlock(int number, Register register) {
        check(number, register);
        Holdings holdings = walk.state().holdings();
        Holdings.Held held = holdings.lastLock();
        if (held == null) {
            throw walk.refuse(
                    VerifierCode.LOCK,
                    "no lock is held",
                    "bpf_spin_unlock without taking a lock",
                    number);
        }
        if (held.id() != register.id() || held.owner() != register.map()) {
            throw walk.refuse(
                    VerifierCode.LOCK,
                    "the lock that was taken at %s is another one"
                            .formatted(walk.listing().point(held.since())),
                    "bpf_spin_unlock of different lock",
                    number);
        }
        walk.state().setHoldings(holdings.without(held));
    }

    private void check(int number, Register register) {
        if (register.kind() != Kind.MAP_VALUE) {
            throw walk.undecided("lock in an allocated object");
        }
        if (!register.scalar().isConstant()) {
            throw walk.refuse(
                    VerifierCode.LOCK,
                    "the place of the lock is not known",
                    "R%d doesn't have constant offset. bpf_spin_lock has to be at the constant offset"
                            .formatted(number),
                    number);
        }
        MapObject map = register.map();
        if (map.definition().types().isEmpty()) {
            throw walk.refuse(
                    VerifierCode.LOCK,
                    "the map %s has no types, so nobody knows of a lock in it".formatted(map),
                    "map '%s' has to have BTF in order to use bpf_spin_lock".formatted(map),
                    number);
        }
        var field =
                map.specialFields().stream()
                        .filter(f -> f.kind() == SpecialField.Kind.SPIN_LOCK)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        walk.refuse(
                                                VerifierCode.LOCK,
                                                "the values of %s hold no lock".formatted(map),
                                                "map '%s' has no valid bpf_spin_lock"
                                                        .formatted(map),
                                                number));
        long at = register.offset() + register.scalar().constant();
        if (field.offset() != at) {
            throw walk.refuse(
                    VerifierCode.LOCK,
                    "the lock is at offset %d of the value, the pointer at %d"
                            .formatted(field.offset(), at),
                    "off %d doesn't point to 'struct bpf_spin_lock' that is at %d"
                            .formatted(at, field.offset()),
                    number);
        }
    }
}
