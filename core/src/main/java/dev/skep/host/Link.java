package dev.skep.host;

import java.nio.file.Path;
import java.util.OptionalInt;

/// A program that is attached to something. It stays attached until the link is closed, and longer
/// if the link is pinned; the program itself may be closed before.
public interface Link extends AutoCloseable {
    /// What is attached to what.
    ///
    /// @param kind in a word, as the command line names it: `xdp`, `cgroup`, `tracepoint`
    /// @param target in words for people: `lo (generic)`, `/sys/fs/cgroup/web`
    /// @param id the host's number for it; empty where it has none
    /// @param program the host's number for the program, as it is now; empty where it has none
    record Info(String kind, String target, OptionalInt id, OptionalInt program) {}

    /// What is attached to what, now.
    ///
    /// @throws dev.skep.diag.HostException if the host does not say
    Info info();

    /// Puts `program` into the place of the one that is attached, without a gap.
    ///
    /// @throws dev.skep.diag.HostException if links of this kind cannot, or the program does not
    ///   fit
    void update(LoadedProgram program);

    /// Gives it a name under which it outlives this process.
    ///
    /// @throws dev.skep.diag.HostException if links of this kind cannot, or the name is taken
    void pin(Path path);

    /// Detaches, unless it is pinned. Closing it twice does nothing more.
    @Override
    void close();
}
