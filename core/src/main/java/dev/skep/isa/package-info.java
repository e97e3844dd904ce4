/// Instructions: eBPF (RFC 9669 and what Linux 6.18 adds) and classic BPF, as records.
///
/// In: bytes, 8 an instruction. Out: [dev.skep.isa.Bytecode], instructions by slot, and back. Each
/// operation is one row of an enum (bits, symbol, meaning); each shape one record of
/// [dev.skep.isa.Insn], which is the class to read first.
package dev.skep.isa;
