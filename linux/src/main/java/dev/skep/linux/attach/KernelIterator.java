package dev.skep.linux.attach;

import dev.skep.linux.KernelProgram;
import dev.skep.linux.sys.LinkRequest;
import dev.skep.linux.sys.Links;
import dev.skep.linux.sys.OpenFile;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.spec.AttachType;
import java.io.InputStream;

/// Iterators: programs that the kernel calls for each of its tasks, sockets, maps and the like, and
/// that write text. Which ones, the program was loaded for.
public final class KernelIterator {
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
