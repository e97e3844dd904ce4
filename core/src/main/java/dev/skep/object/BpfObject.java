package dev.skep.object;

import dev.skep.btf.Btf;
import dev.skep.elf.ElfFile;
import dev.skep.program.MapDefinition;
import java.util.List;
import java.util.Optional;

/// A BPF object as its file declares it: maps, globals, functions, externs and relocations, before
/// anything is resolved. What it says is good for looking at; [#link] makes programs of it.
/// Immutable.
///
/// @see "libbpf's documentation, Documentation/bpf/libbpf/program_types.rst in the Linux sources"
public final class BpfObject {
    BpfObject() {}

    /// Reads the bytes of an ELF object file.
    ///
    /// @throws dev.skep.diag.MalformedException if the bytes are not a BPF object, or one whose
    ///   maps or functions cannot be made out
    public static BpfObject read(byte[] bytes) {
        throw new UnsupportedOperationException();
    }

    /// Reads an object out of its container.
    ///
    /// @throws dev.skep.diag.MalformedException as [#read] does
    public static BpfObject from(ElfFile elf) {
        throw new UnsupportedOperationException();
    }

    /// The maps it declares, then those that hold its global variables (`.rodata`, `.data`, `.bss`
    /// and the like under their sections' names; `.kconfig` with zeroes, its values come when
    /// linking).
    public List<MapDefinition> maps() {
        throw new UnsupportedOperationException();
    }

    /// The entry functions in the order of the file, those of unknown program type included.
    public List<ObjectFunction> programs() {
        throw new UnsupportedOperationException();
    }

    /// The entry function of that name, or the only one in the section of that name.
    ///
    /// @throws dev.skep.diag.LinkException if there is none; the diagnostic suggests names
    public ObjectFunction program(String name) {
        throw new UnsupportedOperationException();
    }

    /// The functions that entry functions call or point to, in the order of the file.
    public List<ObjectFunction> subprograms() {
        throw new UnsupportedOperationException();
    }

    /// What it expects from outside: kernel configuration, kernel symbols and functions.
    public List<Extern> externs() {
        throw new UnsupportedOperationException();
    }

    /// Every relocation of the file, those of CO-RE included, in the order of sections and offsets.
    public List<ObjectRelocation> relocations() {
        throw new UnsupportedOperationException();
    }

    /// What was recognised but is no part of any program here: `struct_ops` maps, unknown sections
    /// and the like, a line each.
    public List<String> remarks() {
        throw new UnsupportedOperationException();
    }

    /// The license string; empty if it declares none.
    public String license() {
        throw new UnsupportedOperationException();
    }

    /// The `LINUX_VERSION_CODE` of its `version` section, 0 if it has none.
    public int kernelVersion() {
        throw new UnsupportedOperationException();
    }

    /// Its types.
    public Optional<Btf> btf() {
        throw new UnsupportedOperationException();
    }

    /// Resolves everything and makes programs: appends to each entry function the subprograms it
    /// reaches, points its immediates at the maps, and applies CO-RE relocations.
    ///
    /// @throws dev.skep.diag.LinkException if something does not fit together
    public LinkedObject link(LinkOptions options) {
        throw new UnsupportedOperationException();
    }
}
