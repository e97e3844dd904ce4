/// BPF Type Format: the type graph, and `.BTF.ext` (functions, lines, CO-RE records).
///
/// In: the bytes of `.BTF` and `.BTF.ext`. Out: [dev.skep.btf.Btf], the class to read first, and
/// [dev.skep.btf.BtfExt]; from them C source ([dev.skep.btf.CDeclarations]) and readable values
/// ([dev.skep.btf.BtfFormat]). Everything is checked once, while reading: types cannot contain
/// themselves, every id and every name leads somewhere, and nothing is nested too deeply to walk.
/// Pointers may still go round in circles.
package dev.skep.btf;
