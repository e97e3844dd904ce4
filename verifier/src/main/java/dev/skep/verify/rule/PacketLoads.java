package dev.skep.verify.rule;

import dev.skep.isa.Insn;
import dev.skep.spec.ProgramType;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;

/// The legacy loads from the packet.
public final class PacketLoads {
    private static final int CONTEXT = 6;

    private final Walk walk;

    /// The rule on a walk.
    public PacketLoads(Walk walk) {
        this.walk = walk;
    }

    /// Walks such a load: r0 gets what is in the packet, r1 to r5 are lost.
    public void apply(Insn.PacketLoad insn) {
        ProgramType type = walk.type();
        boolean allowed =
                type == ProgramType.SOCKET_FILTER
                        || type == ProgramType.SCHED_CLS
                        || type == ProgramType.SCHED_ACT;
        if (!allowed) {
            throw walk.refuse(
                    VerifierCode.PACKET_LOAD,
                    "%s programs may not load from the packet like this"
                            .formatted(type.shortName()),
                    "BPF_LD_[ABS|IND] instructions not allowed for this program type");
        }
        Register context = walk.read(CONTEXT);
        Holding.checkReleased(walk, "BPF_LD_[ABS|IND]", Holding.Way.END_OF_PROGRAM);
        if (context.kind() != Kind.CONTEXT) {
            throw walk.refuse(
                    VerifierCode.PACKET_LOAD,
                    "r6 must hold the context",
                    "at the time of BPF_LD_ABS|IND R6 != pointer to skb",
                    CONTEXT);
        }
        if (insn.index() >= 0) {
            walk.read(insn.index());
        }
        ContextAccess.checkUnmodified(walk, CONTEXT, context);
        HelperCall.clearCallerSaved(walk);
        walk.state().set(0, walk.unknown());
    }
}
