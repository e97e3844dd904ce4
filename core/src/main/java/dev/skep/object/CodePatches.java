package dev.skep.object;

import dev.skep.btf.BtfExt;
import dev.skep.btf.CoreRelocation;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Relocation;
import dev.skep.elf.Section;
import dev.skep.isa.RawInsn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/// The relocations of code, by section and offset.
final class CodePatches {
    private final Map<String, TreeMap<Long, Relocation>> relocations = new HashMap<>();
    private final Map<String, TreeMap<Long, List<CoreRelocation>>> core = new HashMap<>();

    CodePatches(ElfFile elf, Optional<BtfExt> ext) {
        for (Section section : elf.sections()) {
            if (FunctionReader.isCode(section)) {
                TreeMap<Long, Relocation> here =
                        relocations.computeIfAbsent(section.name(), _ -> new TreeMap<>());
                for (Relocation relocation : elf.relocations(section)) {
                    if (relocation.type() != Relocation.Type.NONE) {
                        here.put(relocation.offset(), relocation);
                    }
                }
            }
        }
        ext.ifPresent(this::addCore);
    }

    private void addCore(BtfExt ext) {
        for (String section : ext.sections()) {
            TreeMap<Long, List<CoreRelocation>> here = new TreeMap<>();
            for (CoreRelocation relocation : ext.relocations(section)) {
                here.computeIfAbsent((long) relocation.insnOffset(), _ -> new ArrayList<>())
                        .add(relocation);
            }
            core.put(section, here);
        }
    }

    /// The ELF relocations of that function.
    Collection<Relocation> of(ObjectFunction function) {
        return within(function, relocations.get(function.section())).values();
    }

    /// The ELF relocation of that instruction.
    Optional<Relocation> at(ObjectFunction function, int slot) {
        TreeMap<Long, Relocation> here = relocations.get(function.section());
        long offset = function.offset() + (long) slot * RawInsn.BYTES;
        return Optional.ofNullable(here == null ? null : here.get(offset));
    }

    /// The CO-RE relocations of that function.
    List<CoreRelocation> coreOf(ObjectFunction function) {
        return within(function, core.get(function.section())).values().stream()
                .flatMap(List::stream)
                .toList();
    }

    private static <T> NavigableMap<Long, T> within(
            ObjectFunction function, TreeMap<Long, T> section) {
        long start = function.offset();
        long end = start + (long) function.slots().size() * RawInsn.BYTES;
        return section == null ? new TreeMap<>() : section.subMap(start, true, end, false);
    }
}
