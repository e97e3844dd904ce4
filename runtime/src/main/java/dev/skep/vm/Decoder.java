package dev.skep.vm;

import dev.skep.isa.AtomicOp;
import dev.skep.isa.ByteOrderOp;
import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import dev.skep.map.JvmMap;
import dev.skep.program.Program;
import dev.skep.spec.Kfuncs;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Brings a program into the form that the loop reads, and refuses what cannot run: jumps to where
/// no instruction starts, writes to r10, maps that are not there.
final class Decoder {
    private static final int FRAME_POINTER = 10;

    private final Program program;
    private final Bytecode bytecode;
    private final MapAddresses maps;
    private final HelperLibrary library;
    private final int[] words;
    private final int[] targets;
    private final long[] values;
    private final List<HelperCall> helpers = new ArrayList<>();

    Decoder(Program program, List<JvmMap> maps, HelperLibrary library) {
        this.program = program;
        this.bytecode = program.code();
        this.maps = new MapAddresses(maps);
        this.library = library;
        int slots = bytecode.slots();
        words = new int[slots + 1];
        targets = new int[slots + 1];
        values = new long[slots + 1];
        Arrays.fill(words, Op.NO_INSTRUCTION);
    }

    Code decode() {
        for (int slot = 0; slot < bytecode.slots(); slot++) {
            if (bytecode.startsAt(slot)) {
                try {
                    decode(bytecode.at(slot), slot);
                } catch (Fault fault) {
                    throw Traps.at(fault, program, slot);
                }
            }
        }
        return new Code(program, words, targets, values, helpers.toArray(HelperCall[]::new));
    }

    private void decode(Insn insn, int slot) {
        switch (insn) {
            case Insn.Alu i -> alu(i, slot);
            case Insn.Negate(Width width, int dst) ->
                    word(slot, width == Width.W64 ? Op.NEGATE64 : Op.NEGATE32, written(dst), 0);
            case Insn.SignExtend i -> word(slot, signExtend(i), written(i.dst()), i.src());
            case Insn.ByteSwap i -> word(slot, byteSwap(i), written(i.dst()), 0);
            case Insn.LoadImmediate i -> loadImmediate(i, slot);
            case Insn.Load i -> load(i, slot);
            case Insn.Store i -> store(i, slot);
            case Insn.Goto i -> jump(slot, Op.GOTO, i.target());
            case Insn.Branch i -> branch(i, slot);
            case Insn.CallHelper i -> call(HelperCall.of(i.id(), library, program.type()), slot);
            case Insn.CallKfunc i -> call(kfunc(i), slot);
            case Insn.CallSubprogram i -> jump(slot, Op.CALL_SUBPROGRAM, i.target());
            case Insn.Exit _ -> word(slot, Op.EXIT, 0, 0);
            case Insn.MayGoto i -> jump(slot, Op.UNCOMMON, i.target());
            case Insn.LoadAcquire i -> word(slot, Op.UNCOMMON, written(i.dst()), i.base());
            case Insn.Atomic i ->
                    word(slot, Op.UNCOMMON, 0, writesSource(i) ? written(i.src()) : i.src());
            case Insn.StoreRelease _,
                    Insn.PacketLoad _,
                    Insn.CallRegister _,
                    Insn.CastAddressSpace _ ->
                    word(slot, Op.UNCOMMON, 0, 0);
        }
    }

    private void alu(Insn.Alu i, int slot) {
        operation(slot, i.op().ordinal() * Op.FORMS, i.width(), written(i.dst()), i.src());
    }

    private void branch(Insn.Branch i, int slot) {
        int family = Op.BRANCHES + i.condition().ordinal() * Op.FORMS;
        operation(slot, family, i.width(), i.dst(), i.src());
        targets[slot] = target(i.target(), slot);
    }

    private void operation(int slot, int family, Width width, int dst, Operand operand) {
        int imm = width == Width.W64 ? Op.IMM64 : Op.IMM32;
        switch (operand) {
            case Operand.Immediate(int value) -> {
                word(slot, family + imm, dst, 0);
                values[slot] = value;
            }
            case Operand.Register(int number) -> word(slot, family + imm + 1, dst, number);
        }
    }

    private static int signExtend(Insn.SignExtend i) {
        boolean wide = i.width() == Width.W64;
        return switch (i.bits()) {
            case 8 -> wide ? Op.SIGN_EXTEND8 : Op.SIGN_EXTEND8_TO_32;
            case 16 -> wide ? Op.SIGN_EXTEND16 : Op.SIGN_EXTEND16_TO_32;
            default -> Op.SIGN_EXTEND32;
        };
    }

    /// Memory is in host order, so one of the two conversions only cuts.
    private static int byteSwap(Insn.ByteSwap i) {
        boolean little = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        boolean cuts = i.op() == (little ? ByteOrderOp.TO_LITTLE : ByteOrderOp.TO_BIG);
        return switch (i.bits()) {
            case 16 -> cuts ? Op.ZERO_EXTEND16 : Op.SWAP16;
            case 32 -> cuts ? Op.ZERO_EXTEND32 : Op.SWAP32;
            default -> cuts ? Op.NOTHING : Op.SWAP64;
        };
    }

    private void loadImmediate(Insn.LoadImmediate i, int slot) {
        word(slot, Op.LOAD_IMMEDIATE, written(i.dst()), 0);
        values[slot] =
                switch (i.kind()) {
                    case VALUE -> i.value();
                    case MAP_INDEX -> maps.handle((int) i.value());
                    case MAP_INDEX_VALUE ->
                            maps.value((int) i.value(), (int) (i.value() >>> Integer.SIZE));
                    case FUNCTION -> Code.function(target(slot + 1 + (int) i.value(), slot));
                    case MAP_FD, MAP_FD_VALUE ->
                            throw Traps.unsupported(
                                    "file descriptors of maps have no meaning in the JVM",
                                    "link the object: linked programs name maps by index");
                    case VARIABLE -> outside((int) i.value());
                };
    }

    /// The address of something of the kernel. Programs ask with that of a function whether it is
    /// there, and can do nothing else with it.
    private long outside(int btfId) {
        String name = program.kernelNames().getOrDefault(btfId, "");
        if (Kfuncs.byName(name).isEmpty()) {
            throw Traps.unsupported(
                    "kernel variables are not available in the JVM",
                    "run the program in a Linux kernel");
        }
        return library.kfunc(name) instanceof HelperLibrary.Binding.Unavailable ? 0 : 1;
    }

    private void load(Insn.Load i, int slot) {
        int first = i.signed() ? Op.LOAD_SIGNED8 : Op.LOAD8;
        word(slot, first + i.size().ordinal(), written(i.dst()), i.base());
        targets[slot] = i.offset();
    }

    private void store(Insn.Store i, int slot) {
        switch (i.src()) {
            case Operand.Register(int number) ->
                    word(slot, Op.STORE_REG8 + i.size().ordinal(), i.base(), number);
            case Operand.Immediate(int value) -> {
                word(slot, Op.STORE_IMM8 + i.size().ordinal(), i.base(), 0);
                values[slot] = value;
            }
        }
        targets[slot] = i.offset();
    }

    private void jump(int slot, int op, int target) {
        word(slot, op, 0, 0);
        targets[slot] = target(target, slot);
    }

    private void call(HelperCall function, int slot) {
        word(slot, Op.CALL_HELPER, 0, 0);
        targets[slot] = helpers.size();
        helpers.add(function);
    }

    private HelperCall kfunc(Insn.CallKfunc i) {
        String name = program.kernelNames().getOrDefault(i.btfId(), "");
        return HelperCall.ofKfunc(name, i.btfId(), library);
    }

    private static boolean writesSource(Insn.Atomic i) {
        return i.fetch() && i.op() != AtomicOp.COMPARE_EXCHANGE;
    }

    private void word(int slot, int op, int dst, int src) {
        words[slot] = op | dst << 8 | src << 12;
    }

    private int target(int target, int slot) {
        if (!bytecode.startsAt(target)) {
            throw new Fault(
                    TrapCode.BAD_TARGET,
                    "no instruction starts at %d".formatted(target),
                    "jump to the first slot of an instruction within the program",
                    "jump out of range from insn %d to %d".formatted(slot, target));
        }
        return target;
    }

    private static int written(int register) {
        if (register == FRAME_POINTER) {
            throw new Fault(
                    TrapCode.FRAME_POINTER,
                    "r10 is the frame pointer and may only be read",
                    "copy r10 to another register and change that",
                    "frame pointer is read only");
        }
        return register;
    }
}
