package dev.skep.linux.attach;

import dev.skep.linux.KernelMap;
import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.OpenFile;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.spec.AttachType;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// Iterators: programs that the kernel calls for each of its tasks, sockets, maps and the like, and
/// that write text. Which ones, the program was loaded for.
public final class KernelIterator {
    /// `union bpf_iter_link_info` in bytes.
    private static final int LINK_INFO = 16;

    /// `BPF_CGROUP_ITER_DESCENDANTS_PRE`.
    private static final int DESCENDANTS_PARENTS_FIRST = 2;

    private KernelIterator() {}

    /// Attaches `program`; nothing runs before somebody reads.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program) {
        return KernelLink.create(
                "iter",
                program.program().attachTarget(),
                program,
                new LinkRequest(program.fileDescriptor(), 0, AttachType.TRACE_ITER.id()),
                "");
    }

    /// Attaches `program`, which was loaded for the elements of maps (`bpf_map_elem`,
    /// `bpf_sk_storage_map`), to one map.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program, KernelMap map) {
        return attach(
                program,
                "map " + map.definition().name(),
                ByteBuffer.allocate(LINK_INFO)
                        .order(ByteOrder.nativeOrder())
                        .putInt(map.fileDescriptor()));
    }

    /// Attaches `program`, which was loaded for control groups (`cgroup`, Linux 6.1), to a folder
    /// of the cgroup v2 file system and all below it, parents first.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static KernelLink attach(KernelProgram program, Path cgroup) {
        try (Descriptor folder = OpenFile.readable(cgroup)) {
            return attach(
                    program,
                    cgroup.toString(),
                    ByteBuffer.allocate(LINK_INFO)
                            .order(ByteOrder.nativeOrder())
                            .putInt(DESCENDANTS_PARENTS_FIRST)
                            .putInt(folder.number()));
        } catch (RefusedCall e) {
            throw AttachRefusals.missing(
                    "cgroup %s cannot be opened: %s".formatted(cgroup, e.getMessage()),
                    "name a folder below where cgroup2 is mounted");
        }
    }

    private static KernelLink attach(KernelProgram program, String target, ByteBuffer info) {
        return KernelLink.create(
                "iter",
                program.program().attachTarget() + " of " + target,
                program,
                new LinkRequest(program.fileDescriptor(), 0, AttachType.TRACE_ITER.id())
                        .bytes("_iter_info", info.array())
                        .set("_iter_info_len", LINK_INFO),
                "the program says what it iterates over, and what that takes");
    }

    /// Runs the iterator of `link` as the result is read: each stream is a run of its own.
    ///
    /// @throws dev.skep.linux.KernelException if the kernel refuses
    public static InputStream read(KernelLink link, KernelProgram program) {
        try {
            return OpenFile.stream(Links.iterate(link.descriptor()));
        } catch (RefusedCall e) {
            throw AttachRefusals.of("iter", program.program().attachTarget(), program, e, "");
        }
    }
}
