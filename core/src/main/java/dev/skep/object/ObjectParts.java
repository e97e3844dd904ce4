package dev.skep.object;

import dev.skep.elf.ElfFile;
import dev.skep.program.StructOps;
import java.util.List;

/// The insides of an object that linking works on.
record ObjectParts(
        ElfFile elf,
        Functions functions,
        ObjectMaps maps,
        CodePatches patches,
        References references,
        List<StructOps> structs) {}
