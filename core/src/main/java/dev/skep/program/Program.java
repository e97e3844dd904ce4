package dev.skep.program;

import dev.skep.btf.Btf;
import dev.skep.isa.Bytecode;
import dev.skep.spec.ProgramType;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// A linked program, ready for a verifier or a host: every subprogram it calls is part of its code,
/// and every map it uses is named by its index in [#maps()] (immediates of the kinds `MAP_INDEX`
/// and `MAP_INDEX_VALUE`). Immutable.
///
/// @param name the name of its entry function
/// @param section the section it came from, as libbpf names them; may be empty
/// @param type what it attaches to, or `null` where the section name does not say
/// @param attachType the kernel's expected attach type that the section name implies, 0 if none
/// @param code its instructions, entry first, then the subprograms
/// @param subprograms the functions in `code` in order of their start; the entry is the first
/// @param lines source lines in order of slot; empty where the object has none
/// @param maps the maps it may use, in the order in which its immediates count them
/// @param license the license string; empty where the object has none
/// @param kernelVersion `LINUX_VERSION_CODE` from a `version` section, 0 if none
/// @param btf the object's types, if it has any
/// @param flags the kernel's `BPF_F_*` load flags, [#SLEEPABLE] and its like
/// @param attachTarget the kernel function or tracepoint it is loaded for, or the structure's
///   member that it implements (`tcp_congestion_ops.init`); empty where it needs none
/// @param kernelNames the names of the kernel functions and variables that the code refers to, by
///   their BTF ids
public record Program(
        String name,
        String section,
        ProgramType type,
        int attachType,
        Bytecode code,
        List<Subprogram> subprograms,
        List<SourceLine> lines,
        List<MapDefinition> maps,
        String license,
        int kernelVersion,
        Optional<Btf> btf,
        int flags,
        String attachTarget,
        Map<Integer, String> kernelNames) {
    /// Load flag: refuse unaligned access even where the machine allows it.
    public static final int STRICT_ALIGNMENT = 1;

    /// Load flag: allow any alignment.
    public static final int ANY_ALIGNMENT = 1 << 1;

    /// Load flag: compare states more often than needed.
    public static final int TEST_STATE_FREQUENCY = 1 << 3;

    /// Load flag: the program may sleep.
    public static final int SLEEPABLE = 1 << 4;

    /// Load flag: an XDP program that understands packets in several buffers.
    public static final int XDP_HAS_FRAGMENTS = 1 << 5;

    /// Copies the collections.
    public Program {
        Objects.requireNonNull(name);
        Objects.requireNonNull(code);
        subprograms = List.copyOf(subprograms);
        lines = List.copyOf(lines);
        maps = List.copyOf(maps);
        kernelNames = Map.copyOf(kernelNames);
    }

    /// A program made of code alone: one function, no maps, no types.
    public static Program of(String name, ProgramType type, Bytecode code) {
        return new Program(
                name,
                "",
                type,
                0,
                code,
                List.of(new Subprogram(name, 0, code.slots(), true, 0)),
                List.of(),
                List.of(),
                "GPL",
                0,
                Optional.empty(),
                0,
                "",
                Map.of());
    }

    /// The same program as another type, loaded in another way.
    public Program as(ProgramType type, int attachType, int flags, String attachTarget) {
        return new Program(
                name,
                section,
                type,
                attachType,
                code,
                subprograms,
                lines,
                maps,
                license,
                kernelVersion,
                btf,
                flags,
                attachTarget,
                kernelNames);
    }

    /// The same program with other maps in the places of its own.
    public Program withMaps(List<MapDefinition> maps) {
        return new Program(
                name,
                section,
                type,
                attachType,
                code,
                subprograms,
                lines,
                maps,
                license,
                kernelVersion,
                btf,
                flags,
                attachTarget,
                kernelNames);
    }

    /// The source line that the instruction at `slot` belongs to: the last one at or before it
    /// within the same subprogram.
    public Optional<SourceLine> lineAt(int slot) {
        int start = subprogramAt(slot).map(Subprogram::start).orElse(0);
        SourceLine found = null;
        for (SourceLine line : lines) {
            if (line.slot() > slot) {
                break;
            }
            if (line.slot() >= start) {
                found = line;
            }
        }
        return Optional.ofNullable(found);
    }

    /// The function that the instruction at `slot` belongs to.
    public Optional<Subprogram> subprogramAt(int slot) {
        return subprograms.stream().filter(s -> s.start() <= slot && slot < s.end()).findFirst();
    }
}
