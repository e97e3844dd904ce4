package dev.skep.linux.attach;

import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.spec.AttachType;
import java.util.Locale;

/// Netfilter hooks (Linux 6.4): programs beside the rules of nftables, in the calling thread's
/// network namespace.
public final class Netfilter {
    /// Which packets (`NFPROTO_*`).
    public enum Family {
        /// IPv4.
        IPV4(2),
        /// IPv6.
        IPV6(10);

        private final int number;

        Family(int number) {
            this.number = number;
        }
    }

    /// Where on their way; the ordinal is the kernel's number (`NF_INET_*`).
    public enum Point {
        /// Before it is known where they go.
        PRE_ROUTING,
        /// On the way to a socket.
        LOCAL_IN,
        /// On the way through.
        FORWARD,
        /// On the way from a socket.
        LOCAL_OUT,
        /// Just before they leave.
        POST_ROUTING
    }

    private Netfilter() {}

    /// Attaches `program`.
    ///
    /// @param priority where among others: the lowest comes first; the kernel keeps the lowest and
    ///   the highest number for itself
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(
            KernelProgram program, Family family, Point point, int priority) {
        LinkRequest request =
                new LinkRequest(program.fileDescriptor(), 0, AttachType.NETFILTER.id())
                        .set("_netfilter_pf", family.number)
                        .set("_netfilter_hooknum", point.ordinal())
                        .set("_netfilter_priority", priority);
        String target =
                "%s %s, priority %d"
                        .formatted(
                                family.name().toLowerCase(Locale.ROOT),
                                point.name().toLowerCase(Locale.ROOT),
                                priority);
        return KernelLink.create("netfilter", target, program, request, "");
    }
}
