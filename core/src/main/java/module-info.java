/// Facts and formats: what eBPF is, without running it. No native code, and no input or output
/// beyond bytes in and bytes out.
module dev.skep.core {
    exports dev.skep.asm;
    exports dev.skep.btf;
    exports dev.skep.diag;
    exports dev.skep.elf;
    exports dev.skep.grid;
    exports dev.skep.host;
    exports dev.skep.isa;
    exports dev.skep.isa.classic;
    exports dev.skep.object;
    exports dev.skep.program;
    exports dev.skep.spec;
    exports dev.skep.typed;
}
