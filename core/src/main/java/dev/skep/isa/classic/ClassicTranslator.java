package dev.skep.isa.classic;

import dev.skep.isa.AluOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.util.ArrayList;
import java.util.List;

/// Classic filters to eBPF.
///
/// A becomes r0, X becomes r7, the context stays in r6, r8 keeps A where it is in the way, and the
/// scratch words lie at the top of the stack. A socket filter's loads become packet loads, which
/// end the program with 0 outside the packet, as in classic BPF; offsets from the network or link
/// header keep their negative constants. Extensions become loads from `struct __sk_buff` or helper
/// calls where eBPF has them, and otherwise calls of [Extension#helperId()], which the kernel does
/// not know: NETLINK_ATTRIBUTE, NESTED_NETLINK_ATTRIBUTE, HARDWARE_TYPE and PAYLOAD_OFFSET. A
/// seccomp filter's loads read `struct seccomp_data`, the context.
public final class ClassicTranslator {
    private static final int A = 0;
    private static final int X = 7;
    private static final int CONTEXT = 6;
    private static final int KEPT_A = 8;
    private static final int FRAME = 10;
    private static final int SCRATCH = -64;
    private static final int SECCOMP_DATA_BYTES = 64;

    private static final int GET_RANDOM = 7;
    private static final int GET_PROCESSOR = 8;

    // Offsets in struct __sk_buff (include/uapi/linux/bpf.h).
    private static final int SKB_LENGTH = 0;
    private static final int SKB_PACKET_TYPE = 4;
    private static final int SKB_MARK = 8;
    private static final int SKB_QUEUE = 12;
    private static final int SKB_PROTOCOL = 16;
    private static final int SKB_VLAN_PRESENT = 20;
    private static final int SKB_VLAN_TAG = 24;
    private static final int SKB_VLAN_PROTOCOL = 28;
    private static final int SKB_INTERFACE_INDEX = 40;
    private static final int SKB_HASH = 68;

    /// An instruction to be made once it is known where its target is: `target` is a classic index,
    /// or -1 where there is none; `make` gets the target's slot and its own.
    private record Step(int target, Maker make) {}

    private interface Maker {
        Insn make(int target, int slot);
    }

    private final List<ClassicInsn> insns;
    private final Flavour flavour;
    private final List<Step> steps = new ArrayList<>();
    private final int[] starts;

    private ClassicTranslator(ClassicProgram program, Flavour flavour) {
        this.insns = program.insns();
        this.flavour = flavour;
        this.starts = new int[insns.size()];
    }

    /// Translates a filter.
    ///
    /// @throws dev.skep.diag.MalformedException if [ClassicValidator] refuses it
    public static Bytecode translate(ClassicProgram program, Flavour flavour) {
        ClassicValidator.check(program, flavour);
        return new ClassicTranslator(program, flavour).translate();
    }

    private Bytecode translate() {
        add(new Insn.Alu(AluOp.MOV, Width.W64, CONTEXT, register(1)));
        set(A, 0);
        set(X, 0);
        boolean[] reached = reached();
        for (int at = 0; at < insns.size(); at++) {
            starts[at] = steps.size();
            if (reached[at]) {
                translate(insns.get(at), at);
            }
        }
        List<Insn> code = new ArrayList<>(steps.size());
        for (Step step : steps) {
            int target = step.target() < 0 ? 0 : starts[step.target()];
            code.add(step.make().make(target, code.size()));
        }
        return Bytecode.of(code);
    }

    /// Which instructions can run at all: eBPF verifiers refuse code that cannot. Jumps lead
    /// forward only, so one pass finds them.
    private boolean[] reached() {
        boolean[] reached = new boolean[insns.size()];
        reached[0] = true;
        for (int at = 0; at < insns.size(); at++) {
            ClassicInsn insn = insns.get(at);
            if (!reached[at]) {
                continue;
            }
            switch (insn.code()) {
                case ClassicOpcode.RET_K, ClassicOpcode.RET_A -> {}
                case ClassicOpcode.JA -> reached[at + 1 + insn.k()] = true;
                default -> {
                    boolean branch = ClassicOpcode.condition(insn.code()) != null;
                    reached[at + 1 + (branch ? insn.jt() : 0)] = true;
                    reached[at + 1 + (branch ? insn.jf() : 0)] = true;
                }
            }
        }
        return reached;
    }

    private void translate(ClassicInsn insn, int at) {
        switch (insn.code()) {
            case ClassicOpcode.LD_IMM -> set(A, insn.k());
            case ClassicOpcode.LDX_IMM -> set(X, insn.k());
            case ClassicOpcode.LD_MEM -> load(A, FRAME, word(insn));
            case ClassicOpcode.LDX_MEM -> load(X, FRAME, word(insn));
            case ClassicOpcode.ST -> store(A, word(insn));
            case ClassicOpcode.STX -> store(X, word(insn));
            case ClassicOpcode.LD_LEN -> length(A);
            case ClassicOpcode.LDX_LEN -> length(X);
            case ClassicOpcode.LDX_MSH -> headerLength(insn.k());
            case ClassicOpcode.TAX -> move(X, A);
            case ClassicOpcode.TXA -> move(A, X);
            case ClassicOpcode.NEG -> add(new Insn.Negate(Width.W32, A));
            case ClassicOpcode.RET_A -> add(new Insn.Exit());
            case ClassicOpcode.RET_K -> {
                set(A, insn.k());
                add(new Insn.Exit());
            }
            case ClassicOpcode.JA -> jump(at + 1 + insn.k(), at);
            default -> family(insn, at);
        }
    }

    private void family(ClassicInsn insn, int at) {
        Operand operand =
                ClassicOpcode.usesX(insn.code()) ? register(X) : new Operand.Immediate(insn.k());
        Condition condition = ClassicOpcode.condition(insn.code());
        AluOp op = ClassicOpcode.arithmetic(insn.code());
        if (condition != null) {
            branch(condition, operand, insn, at);
        } else if (op != null) {
            arithmetic(op, operand);
        } else {
            packetLoad(insn);
        }
    }

    /// A division by zero ends the filter with 0.
    private void arithmetic(AluOp op, Operand operand) {
        if ((op == AluOp.DIV || op == AluOp.MOD) && operand.equals(register(X))) {
            endUnless(Condition.NE, X);
        }
        add(new Insn.Alu(op, Width.W32, A, operand));
    }

    private void branch(Condition condition, Operand operand, ClassicInsn insn, int at) {
        int holds = at + 1 + insn.jt();
        int fails = at + 1 + insn.jf();
        if (holds != fails) {
            steps.add(
                    new Step(
                            holds,
                            (to, _) -> new Insn.Branch(condition, Width.W32, A, operand, to)));
        }
        jump(fails, at);
    }

    /// Goes from the classic instruction `at` to another one. The distance fits 16 bits: there are
    /// at most 4096 classic instructions, and none becomes more than 8.
    private void jump(int target, int at) {
        if (target != at + 1) {
            steps.add(new Step(target, (to, _) -> new Insn.Goto(to, false)));
        }
    }

    private void packetLoad(ClassicInsn insn) {
        int code = insn.code();
        if (flavour == Flavour.SECCOMP) {
            load(A, CONTEXT, insn.k());
            return;
        }
        Extension extension = ClassicOpcode.loadsAbsolute(code) ? Extension.find(insn.k()) : null;
        if (extension != null) {
            extension(extension);
            return;
        }
        int index = ClassicOpcode.loadsAbsolute(code) ? -1 : X;
        add(new Insn.PacketLoad(ClassicOpcode.size(code), index, insn.k()));
    }

    private void length(int register) {
        switch (flavour) {
            case SOCKET_FILTER -> load(register, CONTEXT, SKB_LENGTH);
            case SECCOMP -> set(register, SECCOMP_DATA_BYTES);
        }
    }

    /// X becomes four times the low half of a byte: the length of an IPv4 header.
    private void headerLength(int offset) {
        move(KEPT_A, A);
        add(new Insn.PacketLoad(MemorySize.B, -1, offset));
        add(new Insn.Alu(AluOp.AND, Width.W32, A, new Operand.Immediate(0xf)));
        add(new Insn.Alu(AluOp.LSH, Width.W32, A, new Operand.Immediate(2)));
        move(X, A);
        move(A, KEPT_A);
    }

    private void extension(Extension extension) {
        switch (extension) {
            case PROTOCOL -> loadNetworkOrder(SKB_PROTOCOL);
            case PACKET_TYPE -> load(A, CONTEXT, SKB_PACKET_TYPE);
            case INTERFACE_INDEX -> {
                load(A, CONTEXT, SKB_INTERFACE_INDEX);
                endUnless(Condition.NE, A);
            }
            case MARK -> load(A, CONTEXT, SKB_MARK);
            case QUEUE -> load(A, CONTEXT, SKB_QUEUE);
            case RX_HASH -> load(A, CONTEXT, SKB_HASH);
            case CPU -> add(new Insn.CallHelper(GET_PROCESSOR));
            case XOR_X -> add(new Insn.Alu(AluOp.XOR, Width.W32, A, register(X)));
            case VLAN_TAG -> load(A, CONTEXT, SKB_VLAN_TAG);
            case VLAN_TAG_PRESENT -> load(A, CONTEXT, SKB_VLAN_PRESENT);
            case RANDOM -> add(new Insn.CallHelper(GET_RANDOM));
            case VLAN_PROTOCOL -> loadNetworkOrder(SKB_VLAN_PROTOCOL);
            case NETLINK_ATTRIBUTE, NESTED_NETLINK_ATTRIBUTE, HARDWARE_TYPE, PAYLOAD_OFFSET ->
                    call(extension);
        }
    }

    private void call(Extension extension) {
        add(new Insn.Alu(AluOp.MOV, Width.W64, 1, register(CONTEXT)));
        move(2, A);
        move(3, X);
        add(new Insn.CallHelper(extension.helperId()));
        endUnless(Condition.SGE, A);
        move(A, A);
    }

    private void loadNetworkOrder(int offset) {
        load(A, CONTEXT, offset);
        add(new Insn.ByteSwap(ByteOrderOp.TO_BIG, 16, A));
    }

    /// Returns 0 unless `register condition 0` holds.
    private void endUnless(Condition condition, int register) {
        Operand zero = new Operand.Immediate(0);
        steps.add(
                new Step(
                        -1,
                        (_, slot) ->
                                new Insn.Branch(condition, Width.W64, register, zero, slot + 3)));
        set(A, 0);
        add(new Insn.Exit());
    }

    private void set(int register, int value) {
        add(new Insn.Alu(AluOp.MOV, Width.W32, register, new Operand.Immediate(value)));
    }

    private void move(int to, int from) {
        add(new Insn.Alu(AluOp.MOV, Width.W32, to, register(from)));
    }

    private void load(int register, int base, int offset) {
        add(new Insn.Load(MemorySize.W, false, register, base, offset));
    }

    private void store(int register, int offset) {
        add(new Insn.Store(MemorySize.W, FRAME, offset, register(register)));
    }

    private void add(Insn insn) {
        steps.add(new Step(-1, (_, _) -> insn));
    }

    private static int word(ClassicInsn insn) {
        return SCRATCH + 4 * insn.k();
    }

    private static Operand register(int number) {
        return new Operand.Register(number);
    }
}
