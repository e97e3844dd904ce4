package dev.skep.verify.rule;

import dev.skep.spec.Helper;
import dev.skep.spec.MapType;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.Target;
import java.util.Set;

/// What helpers return.
final class HelperResult {
    private static final int MAP_LOOKUP = 1;
    private static final int GET_SMP_PROCESSOR_ID = 8;
    private static final int GET_CURRENT_TASK_BTF = 158;
    private static final int MOST_ERRNO = 4095;

    /// Helpers that return at most the size they were given: `get_stack`, `get_task_stack` and
    /// those that read strings.
    private static final Set<Integer> UP_TO_SIZE = Set.of(45, 67, 114, 115, 141);

    /// Helpers that give another view of the socket they are given: its reference goes on.
    private static final Set<Integer> VIEWS = Set.of(95, 96, 136, 137, 138, 139, 140, 178);

    private final Walk walk;

    HelperResult(Walk walk) {
        this.walk = walk;
    }

    /// Sets r0 after a call.
    void set(Helper helper, CallFacts facts) {
        Register result = value(helper, facts);
        if (result.isNullable()) {
            result = result.withId(walk.newId());
        }
        if (VIEWS.contains(helper.id())) {
            result = result.withRef(facts.ref());
        } else if (acquires(helper, facts)) {
            int id = walk.newId();
            walk.state()
                    .setHoldings(
                            walk.state()
                                    .holdings()
                                    .with(
                                            new Holdings.Held(
                                                    Holdings.Type.REFERENCE,
                                                    id,
                                                    walk.slot(),
                                                    null)));
            result = result.withId(id).withRef(id);
        }
        walk.state().set(0, result);
    }

    /// Look-ups in maps of sockets acquire the socket, too.
    private static boolean acquires(Helper helper, CallFacts facts) {
        if (helper.id() == MAP_LOOKUP && facts.map() != null) {
            MapType type = facts.map().definition().type();
            return type == MapType.SOCKMAP || type == MapType.SOCKHASH;
        }
        return helper.effects().contains(Helper.Effect.ACQUIRES);
    }

    private Register value(Helper helper, CallFacts facts) {
        return switch (helper.returns()) {
            case INTEGER -> number(helper, facts);
            case VOID -> Register.UNWRITTEN;
            case MAP_VALUE -> mapValue(facts, 0);
            case MAP_VALUE_OR_NULL ->
                    mapValue(facts, present(helper, facts) ? 0 : Register.NULLABLE);
            case SOCKET_OR_NULL -> Register.pointer(Kind.SOCKET, Register.NULLABLE, Target.NONE);
            case SOCKET_COMMON_OR_NULL ->
                    Register.pointer(Kind.SOCKET_COMMON, Register.NULLABLE, Target.NONE);
            case TCP_SOCKET_OR_NULL ->
                    Register.pointer(Kind.TCP_SOCKET, Register.NULLABLE, Target.NONE);
            case RINGBUF_MEMORY_OR_NULL ->
                    Register.pointer(
                            Kind.MEMORY,
                            Register.NULLABLE | Register.RING_BUFFER,
                            new Target.Sized(facts.size()));
            case DYNPTR_MEMORY_OR_NULL ->
                    Register.pointer(
                            Kind.MEMORY, Register.NULLABLE, new Target.Sized(facts.size()));
            case BTF_POINTER ->
                    typed(helper, helper.id() == GET_CURRENT_TASK_BTF ? Register.TRUSTED : 0);
            case BTF_POINTER_OR_NULL -> typed(helper, Register.NULLABLE);
            case BTF_MEMORY -> new KernelVariables(walk).onCpu(facts.first(), 0);
            case BTF_MEMORY_OR_NULL ->
                    new KernelVariables(walk).onCpu(facts.first(), Register.NULLABLE);
        };
    }

    private Register typed(Helper helper, int flags) {
        KernelTypes types = walk.kernelTypes();
        int type =
                types.struct(helper.returnedStruct())
                        .orElseThrow(() -> walk.undecided("result of " + helper.fullName()));
        return Register.pointer(Kind.BTF, flags, new Target.Typed(types.btf(), type));
    }

    /// An array has an element under every index below its size.
    private static boolean present(Helper helper, CallFacts facts) {
        return helper.id() == MAP_LOOKUP
                && facts.key() >= 0
                && facts.key() < Integer.toUnsignedLong(facts.map().definition().maxEntries());
    }

    private Register mapValue(CallFacts facts, int flags) {
        MapObject map = facts.map();
        int use = ((Target.InMap) facts.mapArgument().target()).use();
        Register value = Register.pointer(Kind.MAP_VALUE, flags, new Target.InMap(map, use));
        return flags == 0 && map.holdsLock() ? value.withId(walk.newId()) : value;
    }

    private Register number(Helper helper, CallFacts facts) {
        if (UP_TO_SIZE.contains(helper.id())) {
            return walk.unknown()
                    .withScalar(Scalar.UNKNOWN.withSigned(-MOST_ERRNO, facts.mostSize()));
        }
        if (helper.id() == GET_SMP_PROCESSOR_ID) {
            return walk.unknown().withScalar(Scalar.unsigned(0, walk.options().cpus() - 1));
        }
        return walk.unknown();
    }
}
