package dev.skep.linux.attach;

import dev.skep.linux.KernelException;
import dev.skep.linux.KernelStructOps;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.MapElements;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.StructOps;
import dev.skep.spec.AttachType;

/// Structures of functions of the kernel that programs implement (`struct_ops`): TCP congestion
/// controls, schedulers, queueing disciplines.
public final class StructOpsHook {
    private static final byte[] ONLY_KEY = new byte[Integer.BYTES];

    private StructOpsHook() {}

    /// Registers `struct` with the kernel.
    ///
    /// One from a section `.struct_ops.link` (Linux 6.4) ends with its link. The kernel has no link
    /// for one from a section `.struct_ops` (Linux 5.6): it stays registered until
    /// [StructOpsLink#close], and if the process dies before, until somebody deletes the element of
    /// its map.
    ///
    /// @throws KernelException if the kernel refuses
    public static StructOpsLink attach(KernelStructOps struct) {
        StructOps definition = struct.definition();
        String target = StructOpsLink.target(definition);
        struct.fill();
        try {
            if (definition.linked()) {
                LinkRequest request =
                        new LinkRequest(struct.fileDescriptor(), 0, AttachType.STRUCT_OPS.id());
                return new StructOpsLink(
                        struct, new KernelLink(StructOpsLink.KIND, target, Links.create(request)));
            }
            Descriptor map = Descriptor.duplicate(struct.fileDescriptor());
            return new StructOpsLink(
                    struct,
                    new DirectLink(
                            StructOpsLink.KIND,
                            target,
                            () -> {
                                try (map) {
                                    new MapElements(map).delete(ONLY_KEY);
                                }
                            }));
        } catch (RefusedCall e) {
            throw AttachRefusals.of(definition, e);
        }
    }
}
