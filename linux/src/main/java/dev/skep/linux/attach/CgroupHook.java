package dev.skep.linux.attach;

import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.OpenFile;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.spec.AttachType;
import java.nio.file.Path;

/// The hooks of control groups: packets, sockets, addresses, socket options, device files, sysctls
/// and events of TCP connections of the processes in them. Which one, the program says: it was
/// loaded for an attach type.
public final class CgroupHook {
    private CgroupHook() {}

    /// Attaches `program` to a folder of the cgroup v2 file system, beside the programs that are
    /// there.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program, Path cgroup) {
        return attach(program, cgroup, program.program().attachType());
    }

    /// Attaches `program` as `type`: programs that see packets do not say which way.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program, Path cgroup, AttachType type) {
        return attach(program, cgroup, type.id());
    }

    private static KernelLink attach(KernelProgram program, Path cgroup, int type) {
        try (Descriptor folder = OpenFile.readable(cgroup)) {
            return KernelLink.create(
                    "cgroup",
                    cgroup.toString(),
                    program,
                    new LinkRequest(program.fileDescriptor(), folder.number(), type),
                    "the folder has to be one of the cgroup v2 file system");
        } catch (RefusedCall e) {
            throw AttachRefusals.missing(
                    "cgroup %s cannot be opened: %s".formatted(cgroup, e.getMessage()),
                    "create it: a folder below where cgroup2 is mounted");
        }
    }
}
