package dev.skep.elf;

/// The machines of ELF files (`EM_*`) that people are likely to hand us by mistake.
final class Machine {
    /// `EM_NONE`, which LLVM wrote before BPF had a number.
    static final int NONE = 0;

    /// `EM_BPF`.
    static final int BPF = 247;

    private Machine() {}

    /// The name that people know it by.
    static String name(int machine) {
        return switch (machine) {
            case 2 -> "SPARC";
            case 3 -> "x86 (32 bits)";
            case 8 -> "MIPS";
            case 20 -> "PowerPC";
            case 21 -> "PowerPC64";
            case 22 -> "s390";
            case 40 -> "ARM";
            case 43 -> "SPARC V9";
            case 50 -> "Itanium";
            case 62 -> "x86-64";
            case 183 -> "AArch64";
            case 190 -> "NVIDIA CUDA";
            case 224 -> "AMD GPU";
            case 243 -> "RISC-V";
            case 258 -> "LoongArch";
            default -> "machine " + machine;
        };
    }
}
