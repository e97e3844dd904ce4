package dev.skep.linux.attach;

import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.OpenFile;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.spec.AttachType;
import java.nio.file.Path;

/// The hooks of a whole network namespace: `sk_lookup`, which chooses the socket of a new
/// connection, and the flow dissector.
public final class NetworkNamespace {
    /// That of the calling thread.
    private static final Path CURRENT = Path.of("/proc/thread-self/ns/net");

    private NetworkNamespace() {}

    /// Attaches `program` to the calling thread's network namespace.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program) {
        return attach(program, CURRENT);
    }

    /// Attaches `program` to the network namespace behind a file such as `/run/netns/blue`.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program, Path namespace) {
        int type =
                switch (program.program().type()) {
                    case FLOW_DISSECTOR -> AttachType.FLOW_DISSECTOR.id();
                    default -> AttachType.SK_LOOKUP.id();
                };
        try (Descriptor descriptor = OpenFile.readable(namespace)) {
            return KernelLink.create(
                    "netns",
                    namespace.toString(),
                    program,
                    new LinkRequest(program.fileDescriptor(), descriptor.number(), type),
                    "programs of types sk_lookup and flow_dissector belong to a namespace");
        } catch (RefusedCall e) {
            throw AttachRefusals.missing(
                    "network namespace %s cannot be opened: %s"
                            .formatted(namespace, e.getMessage()),
                    "name a file such as /run/netns/NAME");
        }
    }
}
