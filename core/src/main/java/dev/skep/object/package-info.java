/// Objects: ELF and BTF to maps, globals and programs; linking of subprograms; CO-RE.
///
/// In: an `ElfFile`. Out: `BpfObject`, whose `link` yields [dev.skep.program.Program]s.
package dev.skep.object;
