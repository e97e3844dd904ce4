package dev.skep.object;

import dev.skep.btf.CoreRelocation;
import dev.skep.diag.SkepException;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Relocation;
import dev.skep.elf.Symbol;
import dev.skep.object.core.CoreResolver;
import dev.skep.program.Globals;
import dev.skep.program.MapDefinition;
import java.util.Locale;

/// Relocations in words.
final class RelocationText {
    private RelocationText() {}

    /// The type's name in LLVM's documentation.
    static String type(Relocation relocation) {
        return switch (relocation.type()) {
            case NONE -> "R_BPF_NONE";
            case WIDE_LOAD -> "R_BPF_64_64";
            case ABSOLUTE_64 -> "R_BPF_64_ABS64";
            case ABSOLUTE_32 -> "R_BPF_64_ABS32";
            case METADATA_32 -> "R_BPF_64_NODYLD32";
            case CALL -> "R_BPF_64_32";
            case OTHER -> Integer.toString(relocation.code());
        };
    }

    /// The kind's name in the kernel: `field_byte_offset`.
    static String kind(CoreRelocation.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    /// The symbol's name, or that of the section it stands for.
    static String symbol(ElfFile elf, Relocation relocation) {
        Symbol symbol = relocation.symbol();
        boolean named = !symbol.name().isEmpty();
        if (named || !symbol.isDefined() || symbol.section() >= elf.sections().size()) {
            return named ? symbol.name() : "symbol " + symbol.index();
        }
        return elf.sections().get(symbol.section()).name();
    }

    /// What a CO-RE relocation refers to, or why that cannot be said.
    static String spec(CoreResolver resolver, CoreRelocation relocation) {
        try {
            return resolver.describe(relocation);
        } catch (SkepException e) {
            return e.diagnostic().message();
        }
    }

    /// What a CO-RE relocation asks about `spec`.
    static String meaning(CoreRelocation.Kind kind, String spec) {
        return switch (kind) {
            case FIELD_BYTE_OFFSET -> "byte offset of " + spec;
            case FIELD_BYTE_SIZE, TYPE_SIZE -> "size in bytes of " + spec;
            case FIELD_EXISTS, TYPE_EXISTS, ENUMVAL_EXISTS -> "whether there is " + spec;
            case FIELD_SIGNED -> "whether signed: " + spec;
            case FIELD_LSHIFT_U64 -> "left shift to get at " + spec;
            case FIELD_RSHIFT_U64 -> "right shift to get at " + spec;
            case TYPE_ID_LOCAL -> "type id in the object of " + spec;
            case TYPE_ID_TARGET -> "type id in the target of " + spec;
            case ENUMVAL_VALUE -> "value of " + spec;
            case TYPE_MATCHES -> "whether the target agrees on " + spec;
        };
    }

    static String meaning(Reference reference, ObjectMaps maps, boolean call) {
        return switch (reference) {
            case Reference.MapAddress map -> "map " + maps.definitions().get(map.map()).name();
            case Reference.Variable variable ->
                    variable(maps.definitions().get(variable.map()), variable.offset());
            case Reference.Local local ->
                    (call ? "call of " : "address of ") + local.function().name();
            case Reference.Outside outside ->
                    outside.extern().kind().title() + " " + outside.extern().name();
        };
    }

    private static String variable(MapDefinition map, int offset) {
        String place = map.name() + " + " + offset;
        return map.globals().stream()
                .flatMap(globals -> globals.variables().stream())
                .filter(v -> v.offset() <= offset && offset - v.offset() < Math.max(v.size(), 1))
                .findFirst()
                .map(Globals.Variable::name)
                .map(name -> "variable " + name + " (" + place + ")")
                .orElse(place);
    }
}
