package dev.skep.linux.attach;

import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.spec.AttachType;

/// Programs of pairs of netkit interfaces (Linux 6.7): they see what the primary interface, or its
/// peer in another network namespace, sends.
public final class Netkit {
    private Netkit() {}

    /// Attaches `program`, which was loaded for `NETKIT_PRIMARY` or `NETKIT_PEER`, to the primary
    /// interface of that index.
    ///
    /// @param position where among the programs that are there already
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program, int ifindex, Tcx.Position position) {
        int type = program.program().attachType();
        String side = type == AttachType.NETKIT_PEER.id() ? "peer" : "primary";
        LinkRequest request = new LinkRequest(program.fileDescriptor(), ifindex, type);
        Tcx.place(request, position);
        return KernelLink.create(
                "netkit",
                "interface %d (%s)".formatted(ifindex, side),
                program,
                request,
                "the interface has to be the primary one of a netkit pair (Linux 6.7 with"
                        + " CONFIG_NETKIT)");
    }
}
