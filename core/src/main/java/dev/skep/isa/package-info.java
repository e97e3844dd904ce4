/// Instructions: eBPF (RFC 9669 and what Linux 6.18 adds) as records.
///
/// In: bytes, 8 an instruction, through [dev.skep.isa.InsnDecoder]. Out: [dev.skep.isa.Bytecode],
/// instructions by slot, and bytes again through [dev.skep.isa.InsnEncoder]. Each operation is one
/// row of an enum (bits, symbol, meaning); each shape one record of [dev.skep.isa.Insn], which is
/// the class to read first. Classic BPF has a room of its own, `dev.skep.isa.classic`.
package dev.skep.isa;
