package dev.skep.host;

import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import java.util.List;

/// Where programs run: this JVM, or a Linux kernel.
public interface Host extends AutoCloseable {
    /// Creates an empty map (one of globals: with its initial contents).
    ///
    /// @throws MapException if the host refuses: `EINVAL` for a shape that the type does not allow,
    ///   `ENOMEM`, `E2BIG`
    BpfMap createMap(MapDefinition definition);

    /// Loads `program` with `maps` in the place of its map definitions, in the same order.
    LoadedProgram load(Program program, List<? extends BpfMap> maps);

    /// Releases every map and program that came from here.
    @Override
    void close();
}
