package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfExt;
import dev.skep.btf.CoreRelocation;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.Place;
import dev.skep.elf.ElfFile;
import dev.skep.program.MapDefinition;
import dev.skep.program.StructOps;
import java.nio.ByteOrder;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A BPF object as its file declares it: maps, globals, functions, externs and relocations, before
/// anything is resolved. What it says is good for looking at; [#link] makes programs of it.
/// Immutable.
///
/// The rules are those of libbpf, as the kernel's `Documentation/bpf/libbpf` describes them, and
/// for `maps` sections those of the loaders that came before it.
public final class BpfObject {
    private final ObjectParts parts;
    private final Optional<Btf> btf;
    private final Optional<BtfExt> ext;
    private final List<Extern> externs;
    private final List<String> remarks;
    private final String license;
    private final int kernelVersion;

    BpfObject(
            ObjectParts parts,
            Optional<Btf> btf,
            Optional<BtfExt> ext,
            List<Extern> externs,
            List<String> remarks,
            String license,
            int kernelVersion) {
        this.parts = parts;
        this.btf = btf;
        this.ext = ext;
        this.externs = List.copyOf(externs);
        this.remarks = List.copyOf(remarks);
        this.license = license;
        this.kernelVersion = kernelVersion;
    }

    /// Reads the bytes of an ELF object file, which must not change afterwards.
    ///
    /// @throws dev.skep.diag.MalformedException if the bytes are not a BPF object, or one whose
    ///   maps or functions cannot be made out
    public static BpfObject read(byte[] bytes) {
        return from(ElfFile.parse(bytes));
    }

    /// Reads an object out of its container.
    ///
    /// @throws dev.skep.diag.MalformedException as [#read] does
    public static BpfObject from(ElfFile elf) {
        return ObjectReader.read(elf);
    }

    /// The byte order of its instructions and data.
    public ByteOrder order() {
        return parts.elf().order();
    }

    /// The maps it declares, then those that hold its global variables (`.rodata`, `.data`, `.bss`
    /// and the like under their sections' names; `.kconfig` with zeroes, its values come when
    /// linking).
    public List<MapDefinition> maps() {
        return List.copyOf(parts.maps().definitions());
    }

    /// The entry functions in the order of the file, those of unknown program type included.
    public List<ObjectFunction> programs() {
        return List.copyOf(parts.functions().entries());
    }

    /// The entry function of that name, or the first one in the section of that name.
    ///
    /// @throws LinkException if there is none; the diagnostic suggests names
    public ObjectFunction program(String name) {
        List<ObjectFunction> programs = parts.functions().entries();
        return Stream.concat(
                        programs.stream().filter(p -> p.name().equals(name)),
                        programs.stream().filter(p -> p.section().equals(name)))
                .findFirst()
                .orElseThrow(
                        () ->
                                noProgram(
                                        name,
                                        programs.stream().map(ObjectFunction::name).toList()));
    }

    static LinkException noProgram(String name, Collection<String> names) {
        return new LinkException(
                Diagnostic.of(ObjectCode.NO_PROGRAM, "there is no program " + name)
                        .at(new Place.Named("program " + name))
                        .fix(Text.suggest(name, names, "the object holds no programs")));
    }

    /// The functions that entry functions call or point to, in the order of the file.
    public List<ObjectFunction> subprograms() {
        return List.copyOf(parts.functions().subprograms());
    }

    /// What it expects from outside: kernel configuration, kernel symbols and functions.
    public List<Extern> externs() {
        return externs;
    }

    /// Every relocation of the file that is about code or maps, those of CO-RE included, in the
    /// order of sections and offsets.
    public List<ObjectRelocation> relocations() {
        return RelocationLister.list(parts, btf, ext);
    }

    /// The structures of functions of the kernel that it implements (`struct_ops`), in the order of
    /// the file.
    public List<StructOps> structs() {
        return parts.structs();
    }

    /// What was recognised but has no effect here, a line each: attributes of maps that only other
    /// loaders know, and the like.
    public List<String> remarks() {
        return remarks;
    }

    /// The license string; empty if it declares none.
    public String license() {
        return license;
    }

    /// The `LINUX_VERSION_CODE` of its `version` section, 0 if it has none.
    public int kernelVersion() {
        return kernelVersion;
    }

    /// Its types.
    public Optional<Btf> btf() {
        return btf;
    }

    /// What its types know about its instructions.
    public Optional<BtfExt> btfExt() {
        return ext;
    }

    /// Whether it adapts to the types of the kernel that it is linked for (CO-RE).
    public boolean adapts() {
        return ext.stream()
                .flatMap(e -> e.sections().stream().flatMap(s -> e.relocations(s).stream()))
                .anyMatch(r -> r.kind() != CoreRelocation.Kind.TYPE_ID_LOCAL);
    }

    /// Resolves everything and makes programs: appends to each entry function the subprograms it
    /// reaches, points its immediates at the maps, and applies CO-RE relocations.
    ///
    /// @throws LinkException if something does not fit together
    public LinkedObject link(LinkOptions options) {
        return ObjectLinker.link(this, parts, options);
    }
}
