package dev.skep.linux.attach;

import dev.skep.host.Errno;
import dev.skep.host.Link;
import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;

/// Programs of the sockets in a map (`sockmap`, `sockhash`): those that see messages (`sk_msg`) and
/// those that split and redirect streams (`sk_skb`).
public final class SocketMap {
    private SocketMap() {}

    private static int attachType(Program program) {
        if (program.attachType() != 0) {
            return program.attachType();
        }
        return program.type() == ProgramType.SK_SKB
                ? AttachType.SK_SKB_STREAM_VERDICT.id()
                : AttachType.SK_MSG_VERDICT.id();
    }

    /// Attaches `program` to the sockets of `map`, by a link where the kernel has one for it (Linux
    /// 6.10). Programs that do not say what they are for decide about messages or streams.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static Link attach(KernelProgram program, KernelMap map) {
        int type = attachType(program.program());
        int number = map.fileDescriptor();
        int own = program.fileDescriptor();
        String target = "map " + map.definition().name();
        try {
            try {
                return new KernelLink(
                        "sockmap", target, Links.create(new LinkRequest(own, number, type)));
            } catch (RefusedCall e) {
                if (e.errno() != Errno.EINVAL.number()) {
                    throw e;
                }
            }
            Links.attach(own, number, type);
            Descriptor kept = Descriptor.duplicate(own);
            Descriptor keptMap = Descriptor.duplicate(number);
            return new DirectLink(
                    "sockmap",
                    target,
                    () -> {
                        try (kept;
                                keptMap) {
                            Links.detach(kept.number(), keptMap.number(), type);
                        }
                    });
        } catch (RefusedCall e) {
            throw AttachRefusals.of("sockmap", target, program, e, "");
        }
    }
}
