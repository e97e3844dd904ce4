package dev.skep.linux.attach;

import dev.skep.host.Link;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelStructOps;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.MapElements;
import dev.skep.linux.sys.RefusedCall;
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
        String target = StructOpsLink.target(struct.definition());
        try {
            return new StructOpsLink(
                    struct,
                    struct.definition().linked() ? linked(struct, target) : direct(struct, target));
        } catch (RefusedCall e) {
            throw AttachRefusals.of(struct.definition(), e);
        }
    }

    private static Link linked(KernelStructOps struct, String target) throws RefusedCall {
        struct.fill();
        LinkRequest request =
                new LinkRequest(struct.fileDescriptor(), 0, AttachType.STRUCT_OPS.id());
        return new KernelLink(StructOpsLink.KIND, target, Links.create(request));
    }

    /// Keeps a descriptor of its own: the structure may be closed before.
    private static Link direct(KernelStructOps struct, String target) throws RefusedCall {
        Descriptor map = Descriptor.duplicate(struct.fileDescriptor());
        try {
            struct.fill();
        } catch (KernelException e) {
            map.close();
            throw e;
        }
        return new DirectLink(
                StructOpsLink.KIND,
                target,
                () -> {
                    try (map) {
                        new MapElements(map).delete(ONLY_KEY);
                    }
                });
    }
}
