package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.spec.ProgramType;
import java.util.Map;
import java.util.Set;

/// What linking needs to know beyond the object.
///
/// @param target the types that CO-RE relocations are resolved against
/// @param symbols the kernel's symbols and functions
/// @param kconfig values of kernel configuration options by name (`CONFIG_HZ`), spelt as a kernel's
///   `.config` spells them: `y`, `m`, `250`, `0x10`, `"text"`; also `LINUX_KERNEL_VERSION`
/// @param globals values of global variables by name, set before the program is loaded: numbers,
///   `true`, `false`, names of enumerators, text for arrays of `char`, or `hex:` and bytes; members
///   of structures of functions (`struct_ops`) are called `STRUCTURE.MEMBER`
/// @param types program types by program name, which win over section names
/// @param programs the programs to link, by name or section, or structures of functions
///   (`struct_ops`) by name, with all programs in them; empty for everything but what stands in
///   sections whose names start with `?`, which is made on request only
public record LinkOptions(
        CoreTarget target,
        KernelSymbols symbols,
        Map<String, String> kconfig,
        Map<String, String> globals,
        Map<String, ProgramType> types,
        Set<String> programs) {
    /// Copies its collections.
    public LinkOptions {
        kconfig = Map.copyOf(kconfig);
        globals = Map.copyOf(globals);
        types = Map.copyOf(types);
        programs = Set.copyOf(programs);
    }

    /// All programs, nothing known of any kernel but that it has the functions of Linux 6.18.
    public static LinkOptions standard() {
        return new LinkOptions(
                new CoreTarget.Unknown(),
                KernelSymbols.listed(),
                Map.of(),
                Map.of(),
                Map.of(),
                Set.of());
    }

    /// The same with CO-RE resolved against `btf`.
    public LinkOptions withTarget(Btf btf) {
        return withTarget(new CoreTarget.Types(btf));
    }

    /// The same with CO-RE resolved against `target`.
    public LinkOptions withTarget(CoreTarget target) {
        return new LinkOptions(target, symbols, kconfig, globals, types, programs);
    }

    /// The same with other kernel symbols.
    public LinkOptions withSymbols(KernelSymbols symbols) {
        return new LinkOptions(target, symbols, kconfig, globals, types, programs);
    }

    /// The same with other configuration values.
    public LinkOptions withKconfig(Map<String, String> kconfig) {
        return new LinkOptions(target, symbols, kconfig, globals, types, programs);
    }

    /// The same with other values of global variables.
    public LinkOptions withGlobals(Map<String, String> globals) {
        return new LinkOptions(target, symbols, kconfig, globals, types, programs);
    }

    /// The same with other program types.
    public LinkOptions withTypes(Map<String, ProgramType> types) {
        return new LinkOptions(target, symbols, kconfig, globals, types, programs);
    }

    /// The same for these programs only.
    public LinkOptions withPrograms(Set<String> programs) {
        return new LinkOptions(target, symbols, kconfig, globals, types, programs);
    }
}
