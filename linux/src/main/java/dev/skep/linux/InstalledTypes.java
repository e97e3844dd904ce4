package dev.skep.linux;

import java.util.List;

/// A type graph (BTF) in the kernel.
///
/// @param name `vmlinux` or that of a module; empty for one that came with programs or maps
/// @param size in bytes
/// @param programs the ids of the programs that have it
/// @param maps the ids of the maps whose keys and values have types of it
/// @param processes who has it open
public record InstalledTypes(
        int id,
        String name,
        int size,
        Origin origin,
        List<Integer> programs,
        List<Integer> maps,
        List<Uses.Holder> processes) {
    /// Whose types they are.
    public enum Origin {
        /// The kernel's own.
        KERNEL,
        /// A module's, split from the kernel's.
        MODULE,
        /// Those of a program or map.
        PROGRAM
    }

    /// Copies the lists.
    public InstalledTypes {
        programs = List.copyOf(programs);
        maps = List.copyOf(maps);
        processes = List.copyOf(processes);
    }
}
