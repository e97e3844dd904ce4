package dev.skep.linux;

import java.util.List;
import java.util.OptionalLong;

/// All that the kernel tells about a program, but for its code ([ProgramCode]).
///
/// @param fullName as its types have it; the kernel keeps 15 bytes otherwise
/// @param gplCompatible whether its licence is compatible with the GPL
/// @param maps the maps that it uses, with names
/// @param types the id of its type graph, 0 for none
/// @param target the kernel function, tracepoint or type that it is loaded for; empty for most
/// @param targetTypes the id of the type graph that has the target, 0 for none
/// @param targetType the id of the target in there
/// @param interfaceIndex of the network device that it was loaded for, 0 for none
/// @param translatedBytes size of the instructions as the kernel runs them
/// @param runNanos how long it ran, where `kernel.bpf_stats_enabled` is set
/// @param recursionMisses how often it did not run because it ran already on that CPU
/// @param memory bytes that it takes; empty if the kernel does not say
/// @param functions it and its subprograms
/// @param links the ids of the links that attach it
/// @param uses who keeps it
public record ProgramDetails(
        InstalledProgram summary,
        String fullName,
        boolean gplCompatible,
        List<InstalledMap> maps,
        int types,
        String target,
        int targetTypes,
        int targetType,
        int interfaceIndex,
        int translatedBytes,
        long runNanos,
        long recursionMisses,
        OptionalLong memory,
        List<Function> functions,
        List<Integer> links,
        Uses uses) {
    /// A function of a program.
    ///
    /// @param name empty if the program has no types
    /// @param slot its first instruction
    /// @param tag 8 bytes of a hash of its instructions, in hexadecimal
    /// @param address of its machine code; 0 if there is none, or this user may not see it
    /// @param machineCode its bytes
    public record Function(String name, int slot, String tag, long address, int machineCode) {}

    /// Copies the lists.
    public ProgramDetails {
        maps = List.copyOf(maps);
        functions = List.copyOf(functions);
        links = List.copyOf(links);
    }
}
