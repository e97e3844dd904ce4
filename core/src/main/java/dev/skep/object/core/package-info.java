/// CO-RE: instructions that adapt to the types of the machine they will run on.
///
/// In: an object's [dev.skep.btf.CoreRelocation]s, its own types and those of the target. Out: a
/// [dev.skep.object.core.Resolution] each, and patched instructions. Read
/// [dev.skep.object.core.CoreResolver] first. The rules are those that libbpf's documentation and
/// the kernel's `Documentation/bpf/llvm_reloc.rst` describe.
package dev.skep.object.core;
