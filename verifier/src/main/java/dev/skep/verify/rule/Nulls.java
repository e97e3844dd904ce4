package dev.skep.verify.rule;

import dev.skep.spec.MapType;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.State;
import dev.skep.verify.domain.Target;

/// What checks for NULL teach: all copies of the pointer that was checked are NULL, or are not.
final class Nulls {
    private final Walk walk;

    Nulls(Walk walk) {
        this.walk = walk;
    }

    /// Learns for `state` that register `number` is NULL or is not.
    void learn(State state, int number, boolean isNull) {
        Register checked = state.get(number);
        int id = checked.id();
        if (isNull && checked.ref() != 0 && checked.ref() == id) {
            state.setHoldings(state.holdings().without(id));
        }
        Walk.eachRegister(
                state,
                register ->
                        register.isNullable() && register.id() == id
                                ? isNull ? absent(register) : checkedPresent(register)
                                : register);
    }

    private Register absent(Register register) {
        return walk.privileged() ? Register.ZERO : Register.ZERO.precise(true);
    }

    /// The id of what may hold a lock stays: it tells one value from another.
    private Register checkedPresent(Register register) {
        Register present = present(register);
        return mayHoldLock(present) ? present : present.withId(0);
    }

    private static boolean mayHoldLock(Register register) {
        return register.target() instanceof Target.InMap in
                && register.kind() == Kind.MAP_VALUE
                && in.map().holdsLock();
    }

    /// The pointer, once it is known not to be NULL.
    Register present(Register register) {
        Register present = register.withFlags(register.flags() & ~Register.NULLABLE);
        if (register.kind() != Kind.MAP_VALUE) {
            return present;
        }
        MapObject map = register.map();
        if (map.inner().isPresent()) {
            int use = map.inner().get().holdsCallback() ? register.id() : 0;
            return Register.pointer(Kind.MAP, 0, new Target.InMap(map.inner().get(), use))
                    .withId(register.id())
                    .withRef(register.ref());
        }
        MapType type = map.definition().type();
        if (type == MapType.XSKMAP) {
            return change(present, Kind.XDP_SOCKET);
        }
        if (type == MapType.SOCKMAP || type == MapType.SOCKHASH) {
            return change(present, Kind.SOCKET);
        }
        return present;
    }

    private static Register change(Register register, Kind kind) {
        return Register.pointer(kind, register.flags(), Target.NONE)
                .withId(register.id())
                .withRef(register.ref());
    }
}
