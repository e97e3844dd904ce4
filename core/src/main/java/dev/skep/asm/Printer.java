package dev.skep.asm;

import dev.skep.isa.AluOp;
import dev.skep.isa.AtomicOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.Insn;
import dev.skep.isa.InsnEncoder;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.Map;

/// Instructions to text, in one of the spellings of [Dialect]. Immutable.
///
/// @param dialect the spelling
/// @param helpers the names that calls are printed with; numbers where there is none
public record Printer(Dialect dialect, HelperNames helpers) {
    /// The common spelling, with numbers for helpers.
    public static final Printer COMMON = new Printer(Dialect.COMMON, HelperNames.NONE);

    /// A whole program, one instruction a line, each line ended by a newline.
    public String print(Bytecode code) {
        StringBuilder text = new StringBuilder();
        for (int slot = 0; slot < code.slots(); slot++) {
            if (code.startsAt(slot)) {
                text.append(print(code.at(slot), slot)).append('\n');
            }
        }
        return text.toString();
    }

    /// One instruction with its opcode in front, as the kernel prints it: `(bf) r1 = r2`.
    ///
    /// @param slot where it stands: printed jumps are relative to that
    public String withOpcode(Insn insn, int slot) {
        int opcode = InsnEncoder.raw(insn, slot).getFirst().opcode();
        return "(%02x) %s".formatted(opcode, print(insn, slot));
    }

    /// One instruction, without index and newline; calls of kernel functions name them where
    /// `kernelNames` does.
    ///
    /// @param kernelNames by number
    public String print(Insn insn, int slot, Map<Integer, String> kernelNames) {
        boolean known =
                insn instanceof Insn.CallKfunc call && kernelNames.containsKey(call.btfId());
        return known
                ? "call " + kernelNames.get(((Insn.CallKfunc) insn).btfId())
                : print(insn, slot);
    }

    /// One instruction, without index and newline.
    ///
    /// @param slot where it stands: printed jumps are relative to that
    public String print(Insn insn, int slot) {
        return switch (insn) {
            case Insn.Alu i ->
                    "%s %s %s"
                            .formatted(
                                    register(i.dst(), i.width()),
                                    i.op().symbol(),
                                    operand(i.src(), i.width()));
            case Insn.Negate i -> {
                String dst = register(i.dst(), i.width());
                yield dst + " = -" + dst;
            }
            case Insn.SignExtend i ->
                    "%s %s (s%d)%s"
                            .formatted(
                                    register(i.dst(), i.width()),
                                    AluOp.MOV.symbol(),
                                    i.bits(),
                                    register(i.src(), i.width()));
            case Insn.ByteSwap i ->
                    "r%d = %s%d r%d".formatted(i.dst(), i.op().symbol(), i.bits(), i.dst());
            case Insn.CastAddressSpace i ->
                    "r%d = addr_space_cast(r%d, %s, %s)"
                            .formatted(
                                    i.dst(),
                                    i.src(),
                                    dialect.number(i.to()),
                                    dialect.number(i.from()));
            case Insn.LoadImmediate i -> immediate(i);
            case Insn.Load i ->
                    "%s = %s"
                            .formatted(
                                    i.signed() ? "r" + i.dst() : dialect.moved(i.dst(), i.size()),
                                    memory(typeName(i), i.base(), i.offset()));
            case Insn.Store i -> store(i);
            case Insn.Atomic i -> i.fetch() ? fetching(i) : locking(i);
            case Insn.LoadAcquire i ->
                    "%s = load_acquire(%s)"
                            .formatted(
                                    dialect.moved(i.dst(), i.size()),
                                    typed(i.size().typeName(), i.base(), i.offset()));
            case Insn.StoreRelease i ->
                    "store_release(%s, %s)"
                            .formatted(
                                    typed(i.size().typeName(), i.base(), i.offset()),
                                    dialect.moved(i.src(), i.size()));
            case Insn.PacketLoad i ->
                    "r0 = *(%s *)skb[%s]".formatted(i.size().typeName(), packetIndex(i));
            case Insn.Goto i -> (i.wide() ? "gotol " : "goto ") + jump(i.target(), slot);
            case Insn.MayGoto i -> "may_goto " + jump(i.target(), slot);
            case Insn.Branch i ->
                    "if %s %s %s goto %s"
                            .formatted(
                                    register(i.dst(), i.width()),
                                    i.condition().symbol(),
                                    compared(i.src(), i.width()),
                                    jump(i.target(), slot));
            case Insn.CallHelper i -> "call " + helper(i.id());
            case Insn.CallSubprogram i -> "call " + subprogram(i.target() - slot - 1);
            case Insn.CallKfunc i -> "call " + kfunc(i);
            case Insn.CallRegister i -> "callx r" + i.register();
            case Insn.Exit _ -> "exit";
        };
    }

    private String store(Insn.Store store) {
        String value =
                switch (store.src()) {
                    case Operand.Register r -> dialect.moved(r.number(), store.size());
                    case Operand.Immediate i -> dialect.number(i.value());
                };
        return memory(store.size().typeName(), store.base(), store.offset()) + " = " + value;
    }

    private String locking(Insn.Atomic i) {
        return "lock %s %s %s"
                .formatted(
                        memory(i.size().typeName(), i.base(), i.offset()),
                        i.op().symbol(),
                        dialect.lockOperand(i.op(), i.src(), i.size()));
    }

    /// Atomic operations that give the old value look like functions. LLVM's exchanges tell the
    /// size in their names, the others in the type of the address.
    private String fetching(Insn.Atomic i) {
        boolean kernel = dialect == Dialect.KERNEL;
        boolean bare = !kernel && i.op().alwaysFetches();
        String address =
                bare
                        ? "r" + i.base() + dialect.displacement(i.offset())
                        : typed(i.size().typeName(), i.base(), i.offset());
        String compared = "";
        String old = atomicOperand(i.src(), i);
        if (i.op() == AtomicOp.COMPARE_EXCHANGE) {
            old = atomicOperand(0, i);
            compared = old + ", ";
        }
        String name =
                kernel
                        ? AtomicSpelling.kernel(i.op(), i.size())
                        : AtomicSpelling.llvm(i.op(), i.size());
        String src = atomicOperand(i.src(), i);
        return "%s = %s(%s, %s%s)".formatted(old, name, address, compared, src);
    }

    private String atomicOperand(int register, Insn.Atomic i) {
        boolean low = dialect != Dialect.KERNEL && i.size() == MemorySize.W;
        return (low ? "w" : "r") + register;
    }

    private String immediate(Insn.LoadImmediate i) {
        int low = (int) i.value();
        int high = (int) (i.value() >>> 32);
        boolean plain = i.kind() == ImmediateKind.VALUE;
        if (dialect.llvm() && !plain) {
            return "ld_pseudo\tr%d, 0x%x, 0x%x".formatted(i.dst(), i.kind().ordinal(), low);
        }
        String value =
                switch (i.kind()) {
                    case VALUE -> dialect.wide(i.value());
                    case MAP_FD -> "map[fd:%d]".formatted(low);
                    case MAP_FD_VALUE -> "map[fd:%d][0]%+d".formatted(low, high);
                    case VARIABLE -> high == 0 ? "var[%d]".formatted(low) : variable(low, high);
                    case FUNCTION -> "subprog[%+d]".formatted(low);
                    case MAP_INDEX -> "map[%d]".formatted(low);
                    case MAP_INDEX_VALUE -> "map[%d][0]%+d".formatted(low, high);
                };
        String suffix = plain || dialect == Dialect.KERNEL ? "" : " ll";
        return "r%d = %s%s".formatted(i.dst(), value, suffix);
    }

    private static String variable(int id, int module) {
        return "var[%d:%d]".formatted(id, module);
    }

    private String packetIndex(Insn.PacketLoad i) {
        if (i.index() < 0) {
            return dialect.number(i.immediate());
        }
        String index = "r" + i.index();
        return switch (dialect) {
            case COMMON -> i.immediate() == 0 ? index : index + signed(i.immediate());
            case LLVM, LLVM_V3 -> index;
            case KERNEL -> index + " + " + i.immediate();
        };
    }

    private static String signed(int value) {
        return value < 0 ? " - " + -(long) value : " + " + value;
    }

    private String helper(int id) {
        String name = helpers.name(id).orElse("");
        return switch (dialect) {
            case COMMON -> name.isEmpty() ? dialect.number(id) : name;
            case LLVM, LLVM_V3 -> dialect.number(id);
            case KERNEL -> (name.isEmpty() ? "unknown" : name) + "#" + id;
        };
    }

    private String subprogram(int distance) {
        return dialect.llvm() ? dialect.number(distance) : "pc%+d".formatted(distance);
    }

    private String kfunc(Insn.CallKfunc i) {
        if (dialect.llvm()) {
            return dialect.number(i.btfId());
        }
        return "kfunc#" + i.btfId() + (i.module() == 0 ? "" : " module " + i.module());
    }

    private String memory(String type, int base, int offset) {
        return "*" + typed(type, base, offset);
    }

    private String typed(String type, int base, int offset) {
        return "(%s *)(r%d%s)".formatted(type, base, dialect.displacement(offset));
    }

    private static String typeName(Insn.Load load) {
        return load.signed() ? "s" + load.size().bytes() * 8 : load.size().typeName();
    }

    private String operand(Operand operand, Width width) {
        return switch (operand) {
            case Operand.Register r -> register(r.number(), width);
            case Operand.Immediate i -> dialect.number(i.value());
        };
    }

    private String compared(Operand operand, Width width) {
        return switch (operand) {
            case Operand.Register r -> register(r.number(), width);
            case Operand.Immediate i -> dialect.compared(i.value());
        };
    }

    private String jump(int target, int slot) {
        return dialect.jump(target - slot - 1);
    }

    private static String register(int number, Width width) {
        return (width == Width.W64 ? "r" : "w") + number;
    }
}
