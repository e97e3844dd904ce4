package dev.skep.object;

import static dev.skep.object.ObjectCode.HEADER;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfExt;
import dev.skep.elf.ElfFile;
import dev.skep.elf.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Takes a file apart into what makes a [BpfObject].
final class ObjectReader {
    private final ElfFile elf;
    private final Remarks remarks = new Remarks();

    private ObjectReader(ElfFile elf) {
        this.elf = elf;
    }

    static BpfObject read(ElfFile elf) {
        return new ObjectReader(elf).read();
    }

    private BpfObject read() {
        Optional<Btf> btf = withContents(".BTF").map(section -> Btf.parse(section.contents()));
        Optional<BtfExt> ext =
                btf.flatMap(
                        types ->
                                withContents(".BTF.ext")
                                        .map(s -> BtfExt.parse(s.contents(), types)));
        Functions functions = new Functions(elf, new FunctionReader(elf, ext).read());
        List<Extern> externs = ExternReader.read(elf, btf);
        ObjectMaps maps = maps(btf, functions, externs);
        remarkSections();
        ObjectParts parts =
                new ObjectParts(
                        elf,
                        functions,
                        maps,
                        new CodePatches(elf, ext),
                        new References(elf, functions, maps, externs),
                        StructOpsReader.read(elf, btf, functions));
        return new BpfObject(parts, btf, ext, externs, remarks.lines(), license(), version());
    }

    private Optional<Section> withContents(String name) {
        return elf.section(name).filter(section -> section.contents().hasRemaining());
    }

    private ObjectMaps maps(Optional<Btf> btf, Functions functions, List<Extern> externs) {
        List<LocatedMap> located = new ArrayList<>(LegacyMapReader.read(elf, btf, functions));
        located.addAll(BtfMapReader.read(elf, btf, functions, remarks));
        located.addAll(GlobalsReader.read(elf, btf));
        return new ObjectMaps(located, Kconfig.of(btf, externs));
    }

    private void remarkSections() {
        for (Section section : elf.sections()) {
            String name = section.name();
            if (section.size() == 0) {
                continue;
            }
            if (name.equals(".addr_space.1")) {
                remarks.add("section " + name + " holds arena variables; they start as zero");
            } else if (name.equals(".jumptables")) {
                remarks.add("section " + name + " holds jump tables, which cannot be loaded");
            }
        }
    }

    private String license() {
        Optional<Section> section = elf.section("license");
        return section.map(s -> Text.untilZero(s.contents())).orElse("");
    }

    private int version() {
        Optional<Section> section = elf.section("version");
        if (section.isEmpty()) {
            return 0;
        }
        if (section.get().contents().remaining() != Integer.BYTES) {
            throw HEADER.malformed(
                    "section version has %d bytes; a version has 4"
                            .formatted(section.get().contents().remaining()),
                    "version",
                    0,
                    "declare it as an unsigned int");
        }
        return section.get().contents().getInt();
    }
}
