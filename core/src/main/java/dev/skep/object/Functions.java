package dev.skep.object;

import dev.skep.elf.ElfFile;
import dev.skep.elf.Relocation;
import dev.skep.elf.Section;
import dev.skep.elf.Symbol;
import dev.skep.isa.RawInsn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The functions of an object: which are entries, and which stands where.
///
/// Entries are the functions outside `.text` that are not static. An object that has none, because
/// its source names no sections, has as entries the functions of `.text` that others may call and
/// that nobody in the object does.
final class Functions {
    /// Whether a section holds functions that are no programs.
    private static boolean isText(String section) {
        return section.equals(".text") || section.startsWith(".text.");
    }

    private final List<ObjectFunction> entries = new ArrayList<>();
    private final List<ObjectFunction> subprograms = new ArrayList<>();
    private final Map<String, TreeMap<Integer, ObjectFunction>> bySection = new HashMap<>();

    Functions(ElfFile elf, List<ObjectFunction> all) {
        for (ObjectFunction function : all) {
            bySection
                    .computeIfAbsent(function.section(), _ -> new TreeMap<>())
                    .putIfAbsent(function.offset(), function);
        }
        Set<ObjectFunction> starts = entriesOf(elf, all);
        for (ObjectFunction function : all) {
            (starts.contains(function) ? entries : subprograms).add(function);
        }
    }

    private Set<ObjectFunction> entriesOf(ElfFile elf, List<ObjectFunction> all) {
        Set<ObjectFunction> global = identities();
        Set<ObjectFunction> named = identities();
        for (ObjectFunction function : all) {
            if (function.binding() != ObjectFunction.Binding.LOCAL) {
                global.add(function);
                if (!isText(function.section())) {
                    named.add(function);
                }
            }
        }
        if (!named.isEmpty() || global.isEmpty()) {
            return named;
        }
        called(elf).forEach(global::remove);
        return global;
    }

    /// The functions that other functions refer to, all of them in `.text`.
    private Set<ObjectFunction> called(ElfFile elf) {
        Set<ObjectFunction> called = identities();
        for (Section section : elf.sections()) {
            if (FunctionReader.isCode(section)) {
                for (Relocation relocation : elf.relocations(section)) {
                    referred(elf, relocation.symbol()).ifPresent(called::add);
                }
                in(section.name()).values().forEach(function -> addCallees(function, called));
            }
        }
        return called;
    }

    private Optional<ObjectFunction> referred(ElfFile elf, Symbol symbol) {
        boolean known = symbol.isDefined() && symbol.section() < elf.sections().size();
        return known && symbol.type() == Symbol.Type.FUNC
                ? at(elf.sections().get(symbol.section()).name(), symbol.value())
                : Optional.empty();
    }

    private void addCallees(ObjectFunction function, Set<ObjectFunction> called) {
        for (int slot = 0; slot < function.slots().size(); slot++) {
            RawInsn raw = function.slots().get(slot);
            if (Slots.isLocalCall(raw)) {
                long target = function.firstSlot() + slot + 1L + raw.imm();
                at(function.section(), target * RawInsn.BYTES)
                        .filter(other -> other != function)
                        .ifPresent(called::add);
            }
        }
    }

    private static Set<ObjectFunction> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    List<ObjectFunction> entries() {
        return entries;
    }

    List<ObjectFunction> subprograms() {
        return subprograms;
    }

    /// The function that starts at that byte of that section.
    Optional<ObjectFunction> at(String section, long offset) {
        return offset == (int) offset
                ? Optional.ofNullable(in(section).get((int) offset))
                : Optional.empty();
    }

    /// The function that the byte at `offset` of that section belongs to.
    Optional<ObjectFunction> around(String section, long offset) {
        return offset == (int) offset
                ? Optional.ofNullable(in(section).floorEntry((int) offset))
                        .map(Map.Entry::getValue)
                        .filter(function -> function.covers(offset))
                : Optional.empty();
    }

    private TreeMap<Integer, ObjectFunction> in(String section) {
        return bySection.getOrDefault(section, new TreeMap<>());
    }
}
