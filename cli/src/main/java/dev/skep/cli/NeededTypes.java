package dev.skep.cli;

import dev.skep.btf.BtfExt;
import dev.skep.btf.CoreRelocation;
import dev.skep.object.BpfObject;
import dev.skep.object.Extern;
import dev.skep.spec.ProgramType;
import java.util.Set;
import java.util.stream.Collectors;

/// What an object asks of a kernel's types. Reading those of a whole kernel takes longer than
/// verifying most programs, so that it is done for the objects that need it only.
///
/// @param any whether it asks for anything
/// @param weak the kernel functions and variables that it can do without
record NeededTypes(boolean any, Set<String> weak) {
    private static final Set<ProgramType> ATTACHED_TO_TYPES =
            Set.of(
                    ProgramType.TRACING,
                    ProgramType.LSM,
                    ProgramType.STRUCT_OPS,
                    ProgramType.RAW_TRACEPOINT_WRITABLE,
                    ProgramType.EXT);

    static NeededTypes of(BpfObject object) {
        boolean core = object.btfExt().map(NeededTypes::adapts).orElse(false);
        boolean externs = object.externs().stream().anyMatch(NeededTypes::ofKernel);
        boolean attached =
                object.programs().stream()
                        .anyMatch(p -> p.type().filter(ATTACHED_TO_TYPES::contains).isPresent());
        return new NeededTypes(
                core || externs || attached,
                object.externs().stream()
                        .filter(Extern::weak)
                        .filter(NeededTypes::ofKernel)
                        .map(Extern::name)
                        .collect(Collectors.toSet()));
    }

    private static boolean adapts(BtfExt ext) {
        return ext.sections().stream()
                .flatMap(section -> ext.relocations(section).stream())
                .anyMatch(r -> r.kind() != CoreRelocation.Kind.TYPE_ID_LOCAL);
    }

    private static boolean ofKernel(Extern extern) {
        return switch (extern.kind()) {
            case FUNCTION, VARIABLE -> true;
            case KCONFIG, SYMBOL, UNKNOWN -> false;
        };
    }
}
