package dev.skep.verify.rule;

import dev.skep.spec.ArgumentKind;
import dev.skep.spec.AttachType;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.MapType;
import dev.skep.spec.Privilege;
import dev.skep.spec.ProgramType;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.State;
import dev.skep.verify.flow.Calls;
import dev.skep.verify.flow.Refusal;
import java.util.Optional;
import java.util.Set;

/// Calls of helpers: permission, arguments, what they do to references and the packet, and what
/// they return.
public final class HelperCall {
    private static final String FORBIDDEN = "program of this type cannot use helper ";
    private static final int MAP_UPDATE = 2;
    private static final int MAP_DELETE = 3;
    private static final int MAP_PUSH = 87;
    private static final int MAP_POP = 88;
    private static final int SPIN_LOCK = 93;
    private static final int SPIN_UNLOCK = 94;
    private static final int KPTR_XCHG = 194;
    private static final int GET_LOCAL_STORAGE = 81;
    private static final int SNPRINTF = 165;

    /// `bpf_probe_write_user` and `bpf_override_return`.
    private static final Set<Integer> CONFIGURED = Set.of(36, 58);

    private final Walk walk;
    private final HelperArguments arguments;
    private final HelperResult results;
    private final Callbacks callbacks;

    /// The rule on a walk.
    public HelperCall(Walk walk) {
        this.walk = walk;
        this.arguments = new HelperArguments(walk);
        this.results = new HelperResult(walk);
        this.callbacks = new Callbacks(walk);
    }

    /// Walks a call.
    public void apply(int id) {
        checkLocks(id);
        Helper helper = permitted(id);
        checkSleep(helper);
        CallFacts facts = arguments.check(helper);
        release(helper, facts);
        checkReadOnlyMap(helper, facts);
        checkSpecial(helper, facts);
        callbacks.apply(helper, facts);
        State state = walk.state();
        clearCallerSaved(walk);
        results.set(helper, facts);
        checkMap(helper, facts);
        if (facts.mapArgument() != null) {
            walk.usesMap(facts.mapArgument());
        }
        if (helper.effects().contains(Helper.Effect.MOVES_PACKET)) {
            forgetPacket(state, walk.privileged());
        }
    }

    private void checkLocks(int id) {
        if (walk.state().holdings().locks() > 0 && id != SPIN_UNLOCK && id != KPTR_XCHG) {
            boolean second = id == SPIN_LOCK;
            String since = walk.listing().point(walk.state().holdings().lastLock().since());
            Optional<Helper> helper = Helpers.byId(id);
            String name = helper.map(Helper::fullName).orElse("helper " + id);
            Refusal refusal =
                    walk.refuse(
                            VerifierCode.CALL_UNDER_LOCK,
                            second
                                    ? "a second lock would be taken while the one taken at %s is held"
                                            .formatted(since)
                                    : "%s is called while the lock taken at %s is held"
                                            .formatted(name, since),
                            "function calls are not allowed while holding a lock");
            boolean sleeps =
                    helper.filter(h -> h.effects().contains(Helper.Effect.SLEEPS)).isPresent();
            if (sleeps) {
                refusal = refusal.with(refusal.diagnostic().because(name + " may sleep"));
            }
            throw refusal.fix(
                    second
                            ? "call bpf_spin_unlock before this line"
                            : "call %s before bpf_spin_lock, or after bpf_spin_unlock"
                                    .formatted(name));
        }
    }

    private Helper permitted(int id) {
        Helper helper =
                Helpers.byId(id)
                        .orElseThrow(
                                () ->
                                        walk.refuse(
                                                VerifierCode.HELPER_UNKNOWN,
                                                "Linux 6.18 has no helper " + id,
                                                id == 0
                                                        ? FORBIDDEN + "bpf_unspec#0"
                                                        : "invalid func unknown#" + id));
        String name = helper.fullName() + "#" + id;
        boolean allowed =
                Helpers.allowed(helper, walk.type(), walk.attach())
                        && (walk.privileged()
                                || Helpers.privilege(helper, walk.type()) == Privilege.NONE);
        if (!allowed) {
            throw walk.refuse(
                    VerifierCode.HELPER_FORBIDDEN,
                    "%s programs may not call %s"
                            .formatted(walk.type().shortName(), helper.fullName()),
                    FORBIDDEN + name);
        }
        if (CONFIGURED.contains(id)) {
            throw walk.undecided(
                    helper.fullName() + ", which the kernel's configuration can switch off");
        }
        if (helper.gplOnly() && !License.isGpl(walk.program().license())) {
            throw walk.refuse(
                    VerifierCode.HELPER_LICENSE,
                    "%s is for programs under the GPL; this one has the license \"%s\""
                            .formatted(helper.fullName(), walk.program().license()),
                    "cannot call GPL-restricted function from non-GPL compatible program");
        }
        return helper;
    }

    private void checkSleep(Helper helper) {
        if (!helper.effects().contains(Helper.Effect.SLEEPS)) {
            return;
        }
        Holdings holdings = walk.state().holdings();
        String name = helper.fullName() + "#" + helper.id();
        if (!walk.state().sleepable()) {
            throw walk.refuse(
                    VerifierCode.SLEEP,
                    helper.fullName() + " may sleep, and the program may not",
                    "helper call might sleep in a non-sleepable prog");
        }
        if (holdings.rcu() > 0) {
            throw walk.refuse(
                    VerifierCode.SLEEP,
                    helper.fullName() + " may sleep, and an RCU read section is open",
                    "sleepable helper %s in rcu_read_lock region".formatted(name));
        }
        if (holdings.preemptionOff() > 0) {
            throw walk.refuse(
                    VerifierCode.SLEEP,
                    helper.fullName() + " may sleep, and preemption is off",
                    "sleepable helper %s in non-preemptible region".formatted(name));
        }
        if (holdings.interrupts() != 0) {
            throw walk.refuse(
                    VerifierCode.SLEEP,
                    helper.fullName() + " may sleep, and interrupts are off",
                    "sleepable helper %s in IRQ-disabled region".formatted(name));
        }
    }

    private void release(Helper helper, CallFacts facts) {
        if (facts.released() == 0) {
            return;
        }
        Register register = walk.state().get(facts.released());
        if (facts.ref() != 0) {
            if (!releaseReference(walk, facts.ref())) {
                throw notHeld(helper, facts);
            }
        } else if (!register.isZero()) {
            throw notHeld(helper, facts);
        }
    }

    private RuntimeException notHeld(Helper helper, CallFacts facts) {
        return walk.refuse(
                VerifierCode.REFERENCE_RELEASE,
                "what r%d refers to is not held any more".formatted(facts.released()),
                "func %s#%d reference has not been acquired before"
                        .formatted(helper.fullName(), helper.id()),
                facts.released());
    }

    /// Gives a reference back: no register holds it afterwards. False if it was not held.
    static boolean releaseReference(Walk walk, int ref) {
        State state = walk.state();
        Holdings rest = state.holdings().without(ref);
        if (rest == state.holdings()) {
            return false;
        }
        state.setHoldings(rest);
        Register gone = gone(walk.privileged());
        Walk.eachRegister(state, register -> register.ref() == ref ? gone : register);
        return true;
    }

    /// What a pointer becomes that is good for nothing any more: a number, for those who may know
    /// addresses.
    private static Register gone(boolean privileged) {
        return privileged ? Register.UNKNOWN : Register.UNWRITTEN;
    }

    /// Helpers must not change maps that programs may only read.
    private void checkReadOnlyMap(Helper helper, CallFacts facts) {
        boolean changes =
                switch (helper.id()) {
                    case MAP_UPDATE, MAP_DELETE, MAP_PUSH, MAP_POP -> true;
                    default -> false;
                };
        if (changes && facts.map().isReadOnly()) {
            throw walk.refuse(
                    VerifierCode.READ_ONLY,
                    "programs may not change the map %s".formatted(facts.map()),
                    "write into map forbidden");
        }
    }

    private void checkSpecial(Helper helper, CallFacts facts) {
        switch (helper.id()) {
            case Calls.TAIL_CALL ->
                    Holding.checkReleased(walk, "tail_call", Holding.Way.END_OF_PROGRAM);
            case GET_LOCAL_STORAGE -> {
                if (!walk.state().get(2).isZero()) {
                    throw walk.refuse(
                            VerifierCode.ARGUMENT_TYPE,
                            "bpf_get_local_storage takes no flags",
                            "get_local_storage() doesn't support non-zero flags",
                            2);
                }
            }
            case SNPRINTF -> arguments.checkFormat();
            default -> {
                // Nothing more to know of the others.
            }
        }
    }

    /// After a call, r0 to r5 hold nothing.
    static void clearCallerSaved(Walk walk) {
        for (int i = 0; i <= 5; i++) {
            walk.state().set(i, Register.UNWRITTEN);
        }
    }

    private void checkMap(Helper helper, CallFacts facts) {
        if (facts.map() == null || helper.mapTypes().isEmpty()) {
            checkTakesAny(helper, facts);
            return;
        }
        MapType type = facts.map().definition().type();
        if (!helper.mapTypes().contains(type)) {
            throw mismatch(helper, facts);
        }
        checkSocketMap(helper, facts);
    }

    /// Some map types work with no helper but their own.
    private void checkTakesAny(Helper helper, CallFacts facts) {
        boolean takesMap = helper.arguments().stream().anyMatch(a -> a.kind() == ArgumentKind.MAP);
        if (facts.map() != null && takesMap) {
            throw mismatch(helper, facts);
        }
    }

    /// Sockets in maps may be replaced only where no socket can be locked.
    private void checkSocketMap(Helper helper, CallFacts facts) {
        MapType map = facts.map().definition().type();
        boolean sockets = map == MapType.SOCKMAP || map == MapType.SOCKHASH;
        boolean changes = helper.id() == MAP_UPDATE || helper.id() == MAP_DELETE;
        if (!sockets || !changes) {
            return;
        }
        boolean allowed =
                switch (walk.type()) {
                    case SOCKET_FILTER,
                            SCHED_CLS,
                            SCHED_ACT,
                            XDP,
                            SK_REUSEPORT,
                            FLOW_DISSECTOR,
                            SK_LOOKUP ->
                            true;
                    case SOCK_OPS -> helper.id() == MAP_DELETE;
                    case TRACING -> walk.attach() == AttachType.TRACE_ITER;
                    case KPROBE,
                            TRACEPOINT,
                            PERF_EVENT,
                            CGROUP_SKB,
                            CGROUP_SOCK,
                            LWT_IN,
                            LWT_OUT,
                            LWT_XMIT,
                            SK_SKB,
                            CGROUP_DEVICE,
                            SK_MSG,
                            RAW_TRACEPOINT,
                            CGROUP_SOCK_ADDR,
                            LWT_SEG6LOCAL,
                            LIRC_MODE2,
                            CGROUP_SYSCTL,
                            RAW_TRACEPOINT_WRITABLE,
                            CGROUP_SOCKOPT,
                            STRUCT_OPS,
                            EXT,
                            LSM,
                            SYSCALL,
                            NETFILTER ->
                            false;
                };
        if (!allowed) {
            throw mismatch(helper, facts);
        }
    }

    private RuntimeException mismatch(Helper helper, CallFacts facts) {
        MapType type = facts.map().definition().type();
        if (helper.id() == Calls.TAIL_CALL) {
            return walk.refuse(
                    VerifierCode.MAP_MISMATCH,
                    "a tail call needs a program array, and %s is none".formatted(facts.map()),
                    "expected prog array map for tail call");
        }
        return walk.refuse(
                VerifierCode.MAP_MISMATCH,
                "%s does not take maps of the type %s, as %s is"
                        .formatted(helper.fullName(), type.shortName(), facts.map()),
                "cannot pass map_type %d into func %s#%d"
                        .formatted(type.id(), helper.fullName(), helper.id()));
    }

    /// The packet may have moved: no pointer into it is good any more.
    static void forgetPacket(State state, boolean privileged) {
        Register gone = gone(privileged);
        Walk.eachRegister(
                state,
                register ->
                        register.kind().isPacket() || register.kind() == Kind.PACKET_END
                                ? gone
                                : register);
    }

    /// Whether a program type is one whose programs only look.
    static boolean traces(ProgramType type) {
        return type == ProgramType.KPROBE
                || type == ProgramType.TRACEPOINT
                || type == ProgramType.PERF_EVENT
                || type == ProgramType.RAW_TRACEPOINT
                || type == ProgramType.RAW_TRACEPOINT_WRITABLE;
    }
}
