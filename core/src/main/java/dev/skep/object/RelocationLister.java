package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfExt;
import dev.skep.btf.CoreRelocation;
import dev.skep.diag.SkepException;
import dev.skep.elf.Relocation;
import dev.skep.elf.Section;
import dev.skep.isa.RawInsn;
import dev.skep.object.core.CoreResolver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Describes every relocation of an object that loaders care about: those of debugging information
/// and BTF are left out.
final class RelocationLister {
    private final ObjectParts parts;
    private final List<ObjectRelocation> found = new ArrayList<>();

    private RelocationLister(ObjectParts parts) {
        this.parts = parts;
    }

    static List<ObjectRelocation> list(ObjectParts parts, Optional<Btf> btf, Optional<BtfExt> ext) {
        RelocationLister lister = new RelocationLister(parts);
        Optional<CoreResolver> resolver = btf.map(CoreResolver::identity);
        for (Section section : parts.elf().sections()) {
            if (section.has(Section.ALLOC)) {
                List<ObjectRelocation> here = new ArrayList<>();
                for (Relocation relocation : parts.elf().relocations(section)) {
                    here.add(lister.describe(section, relocation));
                }
                if (FunctionReader.isCode(section) && resolver.isPresent() && ext.isPresent()) {
                    for (CoreRelocation core : ext.get().relocations(section.name())) {
                        here.add(lister.describe(section, resolver.get(), core));
                    }
                }
                here.sort(Comparator.comparingLong(ObjectRelocation::offset));
                lister.found.addAll(here);
            }
        }
        return List.copyOf(lister.found);
    }

    private ObjectRelocation describe(Section section, Relocation relocation) {
        Optional<ObjectFunction> function =
                FunctionReader.isCode(section)
                        ? parts.functions().around(section.name(), relocation.offset())
                        : Optional.empty();
        return new ObjectRelocation(
                section.name(),
                relocation.offset(),
                function.map(ObjectFunction::name).orElse(""),
                function.map(f -> slot(f, relocation.offset())).orElse(-1),
                RelocationText.type(relocation),
                RelocationText.symbol(parts.elf(), relocation),
                function.map(f -> meaning(f, relocation))
                        .orElseGet(() -> data(section, relocation)));
    }

    private static int slot(ObjectFunction function, long offset) {
        return (int) ((offset - function.offset()) / RawInsn.BYTES);
    }

    private String meaning(ObjectFunction function, Relocation relocation) {
        RawInsn raw = function.slots().get(slot(function, relocation.offset()));
        try {
            Reference reference = parts.references().of(function.section(), relocation, raw);
            return RelocationText.meaning(reference, parts.maps(), Slots.isCall(raw));
        } catch (SkepException e) {
            return e.diagnostic().message();
        }
    }

    private String data(Section section, Relocation relocation) {
        String target = RelocationText.symbol(parts.elf(), relocation);
        if (section.name().equals(BtfMapReader.SECTION)) {
            return parts.maps()
                    .around(section.index(), relocation.offset())
                    .map(map -> "initial element of map " + map.name() + ": " + target)
                    .orElse("initial element of no map: " + target);
        }
        if (StructOpsReader.isStructOps(section)) {
            return "function of a structure (struct_ops): " + target;
        }
        return FunctionReader.isCode(section)
                ? target + ", in code that belongs to no function"
                : target + ", in data; has no effect";
    }

    private ObjectRelocation describe(
            Section section, CoreResolver resolver, CoreRelocation relocation) {
        long offset = Integer.toUnsignedLong(relocation.insnOffset());
        Optional<ObjectFunction> function = parts.functions().around(section.name(), offset);
        String spec = RelocationText.spec(resolver, relocation);
        return new ObjectRelocation(
                section.name(),
                offset,
                function.map(ObjectFunction::name).orElse(""),
                function.map(f -> slot(f, offset)).orElse(-1),
                RelocationText.kind(relocation.kind()),
                spec,
                RelocationText.meaning(relocation.kind(), spec));
    }
}
