/// Objects: ELF and BTF to maps, globals and programs; linking of subprograms; CO-RE.
///
/// In: the bytes of an object file, or an [dev.skep.elf.ElfFile]. Out: [dev.skep.object.BpfObject],
/// the class to read first: what the file declares, good for looking at even where it would not
/// link. Its `link` yields a [dev.skep.object.LinkedObject], whose [dev.skep.program.Program]s are
/// ready for a verifier or a host.
///
/// What holds beyond libbpf's rules:
///
/// - Maps of globals bear their sections' names (`.rodata`, `.bss.counters`), without the first
///   letters of the object's name that libbpf puts before some of them.
/// - Programs in sections of unknown names are programs of unknown type. An object that names no
///   sections has as programs the functions of `.text` that nobody in it refers to.
/// - Calls may lead to functions of any section.
/// - `maps` sections are still read, in the forms of the loaders before libbpf 1.0 and of iproute2.
/// - An attribute of a map that has no effect here is a remark, not a refusal.
package dev.skep.object;
