package dev.skep.isa;

/// One eBPF instruction, decoded. Registers are numbers 0 to 10; targets are absolute instruction
/// indices, counted in slots of 8 bytes (a [LoadImmediate] takes two), as the kernel's log counts.
///
/// Source: RFC 9669, and the Linux kernel's `Documentation/bpf/standardization/instruction-set.rst`
/// for what came later.
public sealed interface Insn {
    /// How many 8-byte slots the instruction takes: 2 for [LoadImmediate], 1 for the others.
    default int slots() {
        return 1;
    }

    /// Arithmetic: `dst = dst op src`, or `dst = src` for [AluOp#MOV].
    record Alu(AluOp op, Width width, int dst, Operand src) implements Insn {
        /// Refuses what cannot be encoded.
        public Alu {
            Registers.check(dst);
        }
    }

    /// `dst = -dst`.
    record Negate(Width width, int dst) implements Insn {
        /// Refuses what cannot be encoded.
        public Negate {
            Registers.check(dst);
        }
    }

    /// A move that extends the sign of the low `bits` (8, 16, or 32) of `src`.
    record SignExtend(Width width, int bits, int dst, int src) implements Insn {
        /// Refuses what cannot be encoded.
        public SignExtend {
            Registers.check(dst, src);
            check(bits == 8 || bits == 16 || bits == 32 && width == Width.W64, "bits", bits);
        }
    }

    /// Changes the byte order of the low `bits` (16, 32 or 64) of `dst` and clears the rest.
    record ByteSwap(ByteOrderOp op, int bits, int dst) implements Insn {
        /// Refuses what cannot be encoded.
        public ByteSwap {
            Registers.check(dst);
            check(bits == 16 || bits == 32 || bits == 64, "bits", bits);
        }
    }

    /// Casts a pointer between address spaces (arena memory): `dst = addr_space_cast(src, to,
    /// from)`.
    record CastAddressSpace(int dst, int src, int to, int from) implements Insn {
        /// Refuses what cannot be encoded.
        public CastAddressSpace {
            Registers.check(dst, src);
            check(to == (char) to, "to", to);
            check(from == (char) from, "from", from);
        }
    }

    /// The 64-bit immediate load, two slots wide.
    ///
    /// @param value the two immediates joined: the first slot's in the low 32 bits; for kinds that
    ///   have 32 bits only ([ImmediateKind#allows]) the high ones are zero, even of a negative
    ///   distance to a function
    record LoadImmediate(int dst, ImmediateKind kind, long value) implements Insn {
        /// Refuses what cannot be encoded.
        public LoadImmediate {
            Registers.check(dst);
            check(kind.allows(value), "value", value);
        }

        @Override
        public int slots() {
            return 2;
        }
    }

    /// `dst = *(size *)(base + offset)`, extending the sign if `signed`.
    record Load(MemorySize size, boolean signed, int dst, int base, int offset) implements Insn {
        /// Refuses what cannot be encoded.
        public Load {
            Registers.check(dst, base);
            checkOffset(offset);
            check(!signed || size != MemorySize.DW, "size", 8);
        }
    }

    /// `*(size *)(base + offset) = src`.
    record Store(MemorySize size, int base, int offset, Operand src) implements Insn {
        /// Refuses what cannot be encoded.
        public Store {
            Registers.check(base);
            checkOffset(offset);
        }
    }

    /// An atomic read-modify-write of `*(size *)(base + offset)`; `size` is W or DW. With `fetch`
    /// the old value goes to `src` (to r0 for [AtomicOp#COMPARE_EXCHANGE]).
    record Atomic(AtomicOp op, MemorySize size, int base, int offset, int src, boolean fetch)
            implements Insn {
        /// Refuses what cannot be encoded.
        public Atomic {
            Registers.check(base, src);
            checkOffset(offset);
            check(size == MemorySize.W || size == MemorySize.DW, "size", size.bytes());
            check(fetch || !op.alwaysFetches(), "fetch", 0);
        }
    }

    /// `dst = load_acquire((size *)(base + offset))`.
    record LoadAcquire(MemorySize size, int dst, int base, int offset) implements Insn {
        /// Refuses what cannot be encoded.
        public LoadAcquire {
            Registers.check(dst, base);
            checkOffset(offset);
        }
    }

    /// `store_release((size *)(base + offset), src)`.
    record StoreRelease(MemorySize size, int base, int offset, int src) implements Insn {
        /// Refuses what cannot be encoded.
        public StoreRelease {
            Registers.check(base, src);
            checkOffset(offset);
        }
    }

    /// The legacy packet load into r0 at `immediate`, plus register `index` if that is not -1; the
    /// packet belongs to the socket buffer in r6.
    record PacketLoad(MemorySize size, int index, int immediate) implements Insn {
        /// Refuses what cannot be encoded.
        public PacketLoad {
            check(size != MemorySize.DW, "size", 8);
            check(index >= -1 && index <= Registers.LAST, "index", index);
        }
    }

    /// `goto target`; `wide` marks the 32-bit form (`gotol`).
    record Goto(int target, boolean wide) implements Insn {}

    /// `if dst condition src goto target`.
    record Branch(Condition condition, Width width, int dst, Operand src, int target)
            implements Insn {
        /// Refuses what cannot be encoded.
        public Branch {
            Registers.check(dst);
        }
    }

    /// Jumps to `target` when the loop budget is used up, otherwise falls through.
    record MayGoto(int target) implements Insn {}

    /// Calls the helper function `id`.
    record CallHelper(int id) implements Insn {}

    /// Calls the subprogram that starts at `target`.
    record CallSubprogram(int target) implements Insn {}

    /// Calls a kernel function by the id of its BTF type; `module` is 0 for vmlinux, otherwise an
    /// index into the array of descriptors given at load time.
    record CallKfunc(int btfId, int module) implements Insn {
        /// Refuses what cannot be encoded.
        public CallKfunc {
            check(module >= 0 && module <= Short.MAX_VALUE, "module", module);
        }
    }

    /// Calls the function whose address is in `register` (`callx`).
    record CallRegister(int register) implements Insn {
        /// Refuses what cannot be encoded.
        public CallRegister {
            Registers.check(register);
        }
    }

    /// Returns r0 from the subprogram or program.
    record Exit() implements Insn {}

    private static void check(boolean holds, String what, long value) {
        if (!holds) {
            throw new IllegalArgumentException(what + " cannot be " + value);
        }
    }

    private static void checkOffset(int offset) {
        check(offset == (short) offset, "offset", offset);
    }
}
