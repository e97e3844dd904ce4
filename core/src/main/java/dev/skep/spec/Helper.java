package dev.skep.spec;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One helper function of the kernel.
///
/// @param id the number that calls name it by
/// @param name without the prefix `bpf_`: `map_lookup_elem`
/// @param arguments at most five
/// @param returnedStruct the kernel's structure that the result points to, without `struct`; empty
///   where the kind says it all
/// @param gplOnly whether only programs under a GPL-compatible license may call it
/// @param since the first release of Linux that has it
/// @param programTypes which programs may call it on Linux 6.18
/// @param attachTypes of which of them only those may call it that expect one of some attach types
/// @param targets of which attach types only those may call it that are attached to some functions
/// @param variants what it takes instead of `arguments` in programs of some types
/// @param privilege what loading a program that calls it takes
/// @param mapTypes which types its map may have; empty where it takes none
/// @param effects what it does to the program beside returning a value
/// @param description what it does
/// @param jvm whether the JVM host offers it
public record Helper(
        int id,
        String name,
        List<Argument> arguments,
        ReturnKind returns,
        String returnedStruct,
        boolean gplOnly,
        KernelVersion since,
        Set<ProgramType> programTypes,
        Map<ProgramType, Set<AttachType>> attachTypes,
        Map<AttachType, Set<String>> targets,
        Map<ProgramType, List<Argument>> variants,
        Privilege privilege,
        Set<MapType> mapTypes,
        Set<Effect> effects,
        String description,
        Availability jvm) {
    private static final Set<String> UNCHECKED_BEHIND_TWO =
            Set.of("trace_printk", "get_branch_snapshot");

    /// One argument.
    ///
    /// @param structName the kernel's structure that it points to, without `struct`; empty where
    ///   the kind says it all
    /// @param size how many bytes the memory it points to has, where the kind alone does not say; 0
    ///   otherwise
    public record Argument(String name, ArgumentKind kind, String structName, int size) {}

    /// What a call does to the program, or asks of it, beside values.
    public enum Effect {
        /// The program holds a reference afterwards that it must give back.
        ACQUIRES,
        /// The program gives back a reference.
        RELEASES,
        /// Pointers into the packet become stale.
        MOVES_PACKET,
        /// It may sleep, so that only sleepable programs may call it.
        SLEEPS,
        /// It takes pointers into the packet where it wants memory ([Helpers#takesPacket]).
        TAKES_PACKET
    }

    /// Copies the maps.
    public Helper {
        attachTypes = Map.copyOf(attachTypes);
        targets = Map.copyOf(targets);
        variants = Map.copyOf(variants);
    }

    /// What it takes in programs of a type.
    public List<Argument> arguments(ProgramType type) {
        return variants.getOrDefault(type, arguments);
    }

    /// How many of its arguments the kernel's verifier looks at: of the others it does not even
    /// demand that they were written.
    public int checkedArguments() {
        return UNCHECKED_BEHIND_TWO.contains(name) ? 2 : arguments.size();
    }

    /// The name as C programs spell it: `bpf_map_lookup_elem`.
    public String fullName() {
        return "bpf_" + name;
    }

    /// The name with its arguments: `bpf_map_lookup_elem(map, key)`.
    public String signature() {
        return arguments.stream()
                .map(Argument::name)
                .collect(Collectors.joining(", ", fullName() + "(", ")"));
    }
}
