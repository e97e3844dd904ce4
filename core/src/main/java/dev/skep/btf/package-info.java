/// BPF Type Format: the type graph, and `.BTF.ext` (functions, lines, CO-RE records).
///
/// In: the bytes of `.BTF` and `.BTF.ext`. Out: [dev.skep.btf.Btf], the class to read first.
package dev.skep.btf;
