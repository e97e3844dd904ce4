package dev.skep.linux.attach;

import dev.skep.host.Errno;
import dev.skep.host.Link;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Netlink;
import dev.skep.linux.sys.NetlinkBody;
import dev.skep.linux.sys.RefusedCall;
import java.nio.ByteBuffer;

/// Traffic control with the qdisc `clsact`, for kernels before 6.6, which have no [Tcx]. The kernel
/// has no link for it: what is attached stays when this process dies.
public final class Clsact {
    /// A new object, which must not be there yet.
    private static final int CREATE = 0x400;

    private static final int EXCLUSIVE = 0x200;

    /// The kernel sends back what it made.
    private static final int ECHO = 0x8;

    private static final int NEW_QDISC = 36;
    private static final int NEW_FILTER = 44;
    private static final int DELETE_FILTER = 45;

    private static final int CLSACT = 0xffff_fff1;
    private static final int CLSACT_HANDLE = 0xffff_0000;
    private static final int INGRESS = 0xffff_fff2;
    private static final int EGRESS = 0xffff_fff3;

    /// Packets of every protocol (`ETH_P_ALL`), in network byte order.
    private static final int EVERY_PROTOCOL = 0x0300;

    private static final int KIND = 1;
    private static final int OPTIONS = 2;
    private static final int PROGRAM = 6;
    private static final int NAME = 7;
    private static final int FLAGS = 8;

    /// `TCA_BPF_FLAG_ACT_DIRECT`: what the program returns decides.
    private static final int DIRECT_ACTION = 1;

    private static final int HANDLE_AT = 8;
    private static final int INFO_AT = 16;

    private Clsact() {}

    /// Attaches `program` to the interface of that index, in the calling thread's network
    /// namespace, behind the programs that are there. The qdisc is added if need be, and stays.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static Link attach(KernelProgram program, int ifindex, Tcx.Direction direction) {
        int parent = direction == Tcx.Direction.INGRESS ? INGRESS : EGRESS;
        String way = direction == Tcx.Direction.INGRESS ? "ingress" : "egress";
        String target = "interface %d (%s)".formatted(ifindex, way);
        try {
            Netlink netlink = Netlink.open();
            try {
                addQdisc(netlink, ifindex);
                ByteBuffer made = addFilter(netlink, program, ifindex, parent);
                int handle = made.getInt(HANDLE_AT);
                int info = made.getInt(INFO_AT);
                return new DirectLink(
                        "clsact",
                        target,
                        () -> {
                            try (netlink) {
                                remove(netlink, ifindex, handle, parent, info);
                            }
                        });
            } catch (RefusedCall e) {
                netlink.close();
                throw e;
            }
        } catch (RefusedCall e) {
            throw AttachRefusals.of("clsact", target, program, e, "");
        }
    }

    private static void addQdisc(Netlink netlink, int ifindex) throws RefusedCall {
        byte[] body =
                new NetlinkBody()
                        .numbers(0, ifindex, CLSACT_HANDLE, CLSACT, 0)
                        .text(KIND, "clsact")
                        .bytes();
        try {
            netlink.request("RTM_NEWQDISC", NEW_QDISC, CREATE | EXCLUSIVE, body);
        } catch (RefusedCall e) {
            if (e.errno() != Errno.EEXIST.number()) {
                throw e;
            }
        }
    }

    private static ByteBuffer addFilter(
            Netlink netlink, KernelProgram program, int ifindex, int parent) throws RefusedCall {
        byte[] body =
                new NetlinkBody()
                        .numbers(0, ifindex, 0, parent, EVERY_PROTOCOL)
                        .text(KIND, "bpf")
                        .attribute(
                                OPTIONS,
                                options ->
                                        options.number(PROGRAM, program.fileDescriptor())
                                                .text(NAME, program.program().name())
                                                .number(FLAGS, DIRECT_ACTION))
                        .bytes();
        return netlink.request("RTM_NEWTFILTER", NEW_FILTER, CREATE | EXCLUSIVE | ECHO, body)
                .orElseThrow(
                        () -> new IllegalStateException("the kernel did not say what it made"));
    }

    private static void remove(Netlink netlink, int ifindex, int handle, int parent, int info)
            throws RefusedCall {
        byte[] body =
                new NetlinkBody()
                        .numbers(0, ifindex, handle, parent, info)
                        .text(KIND, "bpf")
                        .bytes();
        netlink.request("RTM_DELTFILTER", DELETE_FILTER, 0, body);
    }
}
