package dev.skep.verify.rule;

import dev.skep.spec.Kfunc;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Target;
import java.util.Set;

/// Kernel functions that take numbers, memory, the context and typed pointers: most of them.
final class TypedKfunc {
    /// Those that do more than their arguments say: one moves the packet, one does not return.
    private static final Set<String> UNMODELLED = Set.of("bpf_xdp_pull_data", "bpf_throw");

    private final Walk walk;
    private final KernelPointers pointers;
    private final KfuncArguments arguments;

    TypedKfunc(Walk walk) {
        this.walk = walk;
        this.pointers = new KernelPointers(walk);
        this.arguments = new KfuncArguments(walk);
    }

    /// Walks a call.
    void apply(Kfunc kfunc) {
        if (kfunc.has(Kfunc.Flag.SLEEPABLE) && !walk.state().sleepable()) {
            throw walk.refuse(
                    VerifierCode.SLEEP,
                    kfunc.name() + " may sleep, and the program may not",
                    "program must be sleepable to call sleepable kfunc " + kfunc.name());
        }
        boolean more = UNMODELLED.contains(kfunc.name()) || kfunc.arguments().size() > 5;
        if (more || kfunc.has(Kfunc.Flag.DEVICE_BOUND) || kfunc.has(Kfunc.Flag.TRAP)) {
            throw walk.undecided("kernel function " + kfunc.name());
        }
        KfuncArguments.Facts facts = arguments.check(kfunc);
        checkSections(kfunc);
        if (facts.released() != 0) {
            release(kfunc, facts.released());
        }
        HelperCall.clearCallerSaved(walk);
        walk.state().set(0, acquired(kfunc, result(kfunc, facts)));
    }

    private void checkSections(Kfunc kfunc) {
        Holdings holdings = walk.state().holdings();
        if (kfunc.has(Kfunc.Flag.SLEEPABLE)) {
            String section =
                    holdings.rcu() > 0
                            ? "rcu_read_lock region"
                            : holdings.preemptionOff() > 0
                                    ? "non-preemptible region"
                                    : holdings.interrupts() != 0 ? "IRQ-disabled region" : "";
            if (!section.isEmpty()) {
                throw walk.refuse(
                        VerifierCode.SLEEP,
                        "%s may sleep, and this section may not".formatted(kfunc.name()),
                        "kernel func %s is sleepable within %s".formatted(kfunc.name(), section));
            }
        }
        if (kfunc.has(Kfunc.Flag.RCU_PROTECTED) && !KernelPointers.underRcu(walk)) {
            throw walk.refuse(
                    VerifierCode.SECTION,
                    kfunc.name() + " may be called in RCU read sections only",
                    "kernel func %s requires RCU critical section protection"
                            .formatted(kfunc.name()));
        }
    }

    private void release(Kfunc kfunc, int number) {
        if (!HelperCall.releaseReference(walk, walk.state().get(number).ref())) {
            throw walk.refuse(
                    VerifierCode.REFERENCE_RELEASE,
                    "what r%d refers to is not held any more".formatted(number),
                    "kfunc %s reference has not been acquired before".formatted(kfunc.name()),
                    number);
        }
    }

    private Register result(Kfunc kfunc, KfuncArguments.Facts facts) {
        return switch (kfunc.result().kind()) {
            case VOID -> Register.UNWRITTEN;
            case SCALAR -> walk.unknown();
            case KERNEL_POINTER -> typed(kfunc);
            case CAST -> cast(kfunc, facts);
            default -> throw walk.undecided("kernel function " + kfunc.name());
        };
    }

    private Register typed(Kfunc kfunc) {
        int flags = kfunc.has(Kfunc.Flag.RCU_PROTECTED) ? Register.RCU : 0;
        if (kfunc.name().equals("bpf_get_kmem_cache")) {
            flags = Register.UNTRUSTED;
        }
        return pointers.pointer(
                arguments.struct(kfunc, kfunc.result().structName()),
                kfunc.has(Kfunc.Flag.RET_NULL) ? flags | Register.NULLABLE : flags);
    }

    private Register acquired(Kfunc kfunc, Register result) {
        if (!kfunc.has(Kfunc.Flag.ACQUIRE)) {
            return result;
        }
        int id = walk.newId();
        walk.state()
                .setHoldings(
                        walk.state()
                                .holdings()
                                .with(
                                        new Holdings.Held(
                                                Holdings.Type.REFERENCE, id, walk.slot(), null)));
        Register held = result.withRef(id);
        return result.isNullable() ? held.withId(id) : held;
    }

    /// `bpf_rdonly_cast` looks at anything as a structure of the kernel, without trust.
    private Register cast(Kfunc kfunc, KfuncArguments.Facts facts) {
        if (!kfunc.name().equals("bpf_rdonly_cast")) {
            return context(kfunc);
        }
        KernelTypes types = walk.kernelTypes();
        long type = facts.constant();
        if (type == 0) {
            return Register.pointer(
                    Kind.MEMORY, Register.READ_ONLY | Register.UNTRUSTED, new Target.Sized(0));
        }
        if (type < 0 || type > types.btf().lastId()) {
            throw walk.refuse(
                    VerifierCode.KFUNC,
                    "the kernel has no type " + type,
                    "Unknown type ID %d passed to kfunc bpf_rdonly_cast".formatted(type));
        }
        if (!types.isComposite((int) type) || types.btf().resolve((int) type) != type) {
            throw walk.refuse(
                    VerifierCode.KFUNC,
                    "the type %d of the kernel is no structure".formatted(type),
                    "kfunc bpf_rdonly_cast type ID argument must be of a struct or void");
        }
        return pointers.pointer((int) type, Register.UNTRUSTED);
    }

    /// `bpf_cast_to_kern_ctx` gives the kernel's own structure behind the context.
    private Register context(Kfunc kfunc) {
        String name =
                switch (walk.type()) {
                    case SOCKET_FILTER,
                            SCHED_CLS,
                            SCHED_ACT,
                            CGROUP_SKB,
                            LWT_IN,
                            LWT_OUT,
                            LWT_XMIT,
                            LWT_SEG6LOCAL,
                            SK_SKB ->
                            "sk_buff";
                    case XDP -> "xdp_buff";
                    case CGROUP_SOCK -> "sock";
                    case CGROUP_SOCK_ADDR -> "bpf_sock_addr_kern";
                    case SOCK_OPS -> "bpf_sock_ops_kern";
                    case SK_MSG -> "sk_msg";
                    case PERF_EVENT -> "bpf_perf_event_data_kern";
                    case CGROUP_SYSCTL -> "bpf_sysctl_kern";
                    case CGROUP_SOCKOPT -> "bpf_sockopt_kern";
                    case SK_LOOKUP -> "bpf_sk_lookup_kern";
                    case SK_REUSEPORT -> "sk_reuseport_kern";
                    default -> throw walk.undecided("kernel function " + kfunc.name());
                };
        return pointers.pointer(arguments.struct(kfunc, name), Register.TRUSTED);
    }
}
