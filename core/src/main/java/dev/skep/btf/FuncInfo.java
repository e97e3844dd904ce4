package dev.skep.btf;

/// The function that starts at an instruction.
///
/// @param insnOffset its first instruction, in bytes from the start of its section
/// @param typeId the id of its [BtfType.Function]
public record FuncInfo(int insnOffset, int typeId) {}
