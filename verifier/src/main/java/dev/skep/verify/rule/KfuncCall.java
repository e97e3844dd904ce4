package dev.skep.verify.rule;

import dev.skep.isa.Insn;
import dev.skep.spec.Kfunc;
import dev.skep.spec.Kfuncs;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.domain.Register;
import java.util.Set;

/// Calls of kernel functions: those that open and close sections, the iterator over numbers, and
/// those that take typed pointers and memory. Others are not decided.
public final class KfuncCall {
    private static final String THROW = "bpf_throw";
    private static final Set<String> UNDER_LOCK =
            Set.of("bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy");

    private final Walk walk;
    private final Iterators iterators;
    private final Exceptions exceptions;
    private final TypedKfunc typed;

    /// The rule on a walk.
    public KfuncCall(Walk walk) {
        this.walk = walk;
        this.iterators = new Iterators(walk);
        this.exceptions = new Exceptions(walk);
        this.typed = new TypedKfunc(walk);
    }

    /// Walks a call; whether it comes back.
    public boolean apply(Insn.CallKfunc insn) {
        String name = walk.program().kernelNames().getOrDefault(insn.btfId(), "");
        if (walk.state().holdings().locks() > 0 && !UNDER_LOCK.contains(name)) {
            if (name.startsWith("bpf_list") || name.startsWith("bpf_rbtree")) {
                throw walk.undecided("kernel function " + name);
            }
            String since = walk.listing().point(walk.state().holdings().lastLock().since());
            throw walk.refuse(
                            VerifierCode.CALL_UNDER_LOCK,
                            "%s is called while the lock taken at %s is held"
                                    .formatted(name.isEmpty() ? "a kernel function" : name, since),
                            "function calls are not allowed while holding a lock")
                    .fix("call it before bpf_spin_lock, or after bpf_spin_unlock");
        }
        Kfunc kfunc =
                Kfuncs.byName(name)
                        .orElseThrow(
                                () ->
                                        walk.undecided(
                                                name.isEmpty()
                                                        ? "a kernel function without a name"
                                                        : "kernel function " + name));
        if (!License.isGpl(walk.program().license())) {
            throw walk.refuse(
                    VerifierCode.HELPER_LICENSE,
                    "kernel functions are for programs under the GPL; this one has the license \"%s\""
                            .formatted(walk.program().license()),
                    "cannot call kernel function from non-GPL compatible program");
        }
        if (!Kfuncs.allowed(kfunc, walk.type(), walk.attach())) {
            throw walk.refuse(
                    VerifierCode.KFUNC,
                    "%s programs may not call %s".formatted(walk.type().shortName(), name),
                    "calling kernel function %s is not allowed".formatted(name));
        }
        switch (name) {
            case "bpf_iter_num_new" -> iterators.create(1);
            case "bpf_iter_num_next" -> iterators.next(1);
            case "bpf_iter_num_destroy" -> iterators.destroy(1);
            case "bpf_rcu_read_lock" -> rcu(1);
            case "bpf_rcu_read_unlock" -> rcu(-1);
            case "bpf_preempt_disable" -> preemption(1);
            case "bpf_preempt_enable" -> preemption(-1);
            case THROW -> exceptions.raise();
            default -> typed.apply(kfunc);
        }
        return !name.equals(THROW);
    }

    private void rcu(int change) {
        Holdings holdings = walk.state().holdings();
        if (holdings.rcu() + change < 0) {
            throw walk.refuse(
                    VerifierCode.SECTION,
                    "no RCU read section is open",
                    "unmatched rcu read unlock (kernel function bpf_rcu_read_unlock)");
        }
        walk.state().setHoldings(holdings.withRcu(holdings.rcu() + change));
        if (change < 0 && walk.state().holdings().rcu() == 0) {
            KernelPointers.leaveRcu(walk);
        }
        done(Register.UNWRITTEN);
    }

    private void preemption(int change) {
        Holdings holdings = walk.state().holdings();
        if (holdings.preemptionOff() + change < 0) {
            throw walk.refuse(
                    VerifierCode.SECTION,
                    "preemption is not off",
                    "unmatched attempt to enable preemption (kernel function bpf_preempt_enable)");
        }
        walk.state().setHoldings(holdings.withPreemptionOff(holdings.preemptionOff() + change));
        done(Register.UNWRITTEN);
    }

    private void done(Register result) {
        HelperCall.clearCallerSaved(walk);
        walk.state().set(0, result);
    }
}
