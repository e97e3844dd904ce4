package dev.skep.linux.sys;

import java.lang.foreign.Arena;
import java.nio.file.Path;

/// Names for maps, programs and links in a BPF file system, where they outlive their process.
public final class Pins {
    private Pins() {}

    /// Gives what `descriptor` stands for a name. The path is in a BPF file system, and new.
    public static void pin(Descriptor descriptor, Path path) throws RefusedCall {
        try (Arena arena = Arena.ofConfined();
                Descriptor.Hold hold = descriptor.hold(Command.OBJ_PIN.kernelName())) {
            Command.OBJ_PIN.demand(attributes(arena, path).set("bpf_fd", hold.number()));
        }
    }

    /// Opens what has that name.
    ///
    /// @throws RefusedCall `ENOENT` if nothing has
    public static Descriptor open(Path path) throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            return new Descriptor(Command.OBJ_GET.demand(attributes(arena, path)));
        }
    }

    private static Struct attributes(Arena arena, Path path) {
        return Struct.of(arena, "obj_pin").text("pathname", path.toString());
    }
}
