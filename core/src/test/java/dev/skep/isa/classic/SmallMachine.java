package dev.skep.isa.classic;

import dev.skep.isa.Bytecode;
import dev.skep.isa.Insn;
import dev.skep.isa.Operand;
import dev.skep.isa.Width;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Runs the few eBPF instructions that translated filters consist of, over a packet or context
/// given as bytes. Register 10 starts at [#FRAME], register 1 at 0.
final class SmallMachine {
    private static final long FRAME = 1L << 40;

    private final long[] registers = new long[11];
    private final ByteBuffer stack = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer context;
    private final ByteBuffer packet;
    private int pc;
    private boolean ended;

    private SmallMachine(byte[] context, byte[] packet) {
        this.context = ByteBuffer.wrap(context).order(ByteOrder.LITTLE_ENDIAN);
        this.packet = ByteBuffer.wrap(packet);
        registers[10] = FRAME;
        registers[0] = 0xdeadL << 48;
        registers[7] = -1;
    }

    /// What the program returns.
    static int run(Bytecode code, byte[] context, byte[] packet) {
        SmallMachine machine = new SmallMachine(context, packet);
        while (!machine.ended) {
            machine.step(code.at(machine.pc++));
        }
        return (int) machine.registers[0];
    }

    private void step(Insn insn) {
        switch (insn) {
            case Insn.Alu i when i.width() == Width.W64 ->
                    registers[i.dst()] = i.op().apply64(registers[i.dst()], value(i.src()));
            case Insn.Alu i ->
                    registers[i.dst()] =
                            Integer.toUnsignedLong(
                                    i.op().apply32((int) registers[i.dst()], (int) value(i.src())));
            case Insn.Negate i ->
                    registers[i.dst()] = Integer.toUnsignedLong((int) -registers[i.dst()]);
            case Insn.ByteSwap i ->
                    registers[i.dst()] =
                            Short.toUnsignedLong(Short.reverseBytes((short) registers[i.dst()]));
            case Insn.Load i ->
                    registers[i.dst()] =
                            Integer.toUnsignedLong(
                                    memory(i.base()).getInt(address(i.base(), i.offset())));
            case Insn.Store i ->
                    memory(i.base()).putInt(address(i.base(), i.offset()), (int) value(i.src()));
            case Insn.PacketLoad i -> packetLoad(i);
            case Insn.Goto i -> pc = i.target();
            case Insn.Branch i -> {
                long a = registers[i.dst()];
                long b = value(i.src());
                boolean wide = i.width() == Width.W64;
                if (wide ? i.condition().test(a, b) : i.condition().test((int) a, (int) b)) {
                    pc = i.target();
                }
            }
            case Insn.CallHelper i -> registers[0] = i.id();
            case Insn.Exit _ -> ended = true;
            default -> throw new AssertionError("not part of a filter: " + insn);
        }
    }

    private void packetLoad(Insn.PacketLoad i) {
        int at = i.immediate() + (i.index() < 0 ? 0 : (int) registers[i.index()]);
        if (at < 0 || at > packet.capacity() - i.size().bytes()) {
            registers[0] = 0;
            ended = true;
            return;
        }
        registers[0] =
                switch (i.size()) {
                    case B -> packet.get(at) & 0xffL;
                    case H -> packet.getChar(at);
                    case W, DW -> Integer.toUnsignedLong(packet.getInt(at));
                };
    }

    private ByteBuffer memory(int base) {
        return base == 10 ? stack : context;
    }

    private int address(int base, int offset) {
        return (base == 10 ? 512 : (int) registers[base]) + offset;
    }

    private long value(Operand operand) {
        return switch (operand) {
            case Operand.Register r -> registers[r.number()];
            case Operand.Immediate i -> i.value();
        };
    }
}
