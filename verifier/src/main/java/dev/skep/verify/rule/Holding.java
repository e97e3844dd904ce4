package dev.skep.verify.rule;

import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Holdings;
import dev.skep.verify.flow.Custody;
import dev.skep.verify.flow.Refusal;

/// What must not be held at exits, tail calls and the like.
final class Holding {
    /// How a function is left.
    enum Way {
        /// To its caller.
        RETURN,

        /// With the whole program.
        END_OF_PROGRAM,

        /// With the whole program, over the heads of its callers.
        THROW
    }

    private Holding() {}

    /// Refuses to leave while something is held.
    ///
    /// @param what the kernel's words for how the program would be left
    static void checkReleased(Walk walk, String what, Way way) {
        Holdings holdings = walk.state().holdings();
        if (way != Way.RETURN && holdings.locks() > 0) {
            throw walk.refuse(
                            VerifierCode.LOCK,
                            "the lock taken at %s is still held"
                                    .formatted(walk.listing().point(holdings.lastLock().since())),
                            what + " cannot be used inside bpf_spin_lock-ed region")
                    .fix("call bpf_spin_unlock on this path, too");
        }
        if (way == Way.THROW || walk.state().depth() == 0) {
            checkReferences(walk, what, holdings);
        }
        if (way == Way.RETURN) {
            return;
        }
        if (holdings.interrupts() != 0) {
            throw section(walk, "interrupts are off", what, "bpf_local_irq_save-ed");
        }
        if (holdings.rcu() > 0) {
            throw section(walk, "an RCU read section is open", what, "bpf_rcu_read_lock-ed");
        }
        if (holdings.preemptionOff() > 0) {
            throw section(walk, "preemption is off", what, "bpf_preempt_disable-ed");
        }
    }

    private static void checkReferences(Walk walk, String what, Holdings holdings) {
        Holdings.Held held = holdings.firstReference();
        if (held != null) {
            Refusal leak =
                    walk.refuse(
                            VerifierCode.REFERENCE_LEAK,
                            "%s is not given back on this path"
                                    .formatted(Custody.thing(walk.listing(), held.since())),
                            "Unreleased reference id=%d alloc_insn=%d; %s would lead to reference leak"
                                    .formatted(held.id(), held.since(), what));
            String takers = Custody.takers(walk.listing(), held.since());
            throw takers.isEmpty() ? leak : leak.fix("call %s on this path, too".formatted(takers));
        }
    }

    private static RuntimeException section(Walk walk, String message, String what, String kernel) {
        return walk.refuse(
                VerifierCode.SECTION,
                message,
                "%s cannot be used inside %s region".formatted(what, kernel));
    }
}
