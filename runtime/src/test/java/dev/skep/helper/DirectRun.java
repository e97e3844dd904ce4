package dev.skep.helper;

import dev.skep.asm.Assembler;
import dev.skep.isa.Bytecode;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.packet.Origin;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.XdpFrame;
import dev.skep.program.Program;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Environment;
import dev.skep.vm.Execution;
import dev.skep.vm.Interpreter;
import dev.skep.vm.Region;
import dev.skep.vm.RunOptions;
import java.util.Arrays;
import java.util.HexFormat;

/// A run in which tests call helper functions themselves.
final class DirectRun {
    /// IPv4, UDP from 10.0.0.1:5353 to 10.0.0.2:53, four bytes of data.
    static final byte[] PACKET =
            HexFormat.of()
                    .parseHex(
                            "0200000000010200000000020800"
                                    + "4500002012344000401114960a0000010a000002"
                                    + "14e90035000c0000"
                                    + "01020304");

    final Execution run;
    private final Block memory = new Block(512);

    DirectRun(Environment environment) {
        Bytecode code = Assembler.assemble("exit");
        run =
                new Interpreter(
                                Program.of("test", ProgramType.SCHED_CLS, code),
                                new HostHelpers(),
                                RunOptions.defaults())
                        .execution(environment);
        run.memory()
                .add(
                        new Region(
                                Region.Kind.OTHER,
                                "the test's memory",
                                memory.address(),
                                memory.size(),
                                Region.Access.READ_WRITE));
    }

    static DirectRun repeatable() {
        return new DirectRun(Environment.repeatable(1));
    }

    SocketBuffer buffer() {
        SocketBuffer buffer = new SocketBuffer(run, ProgramType.SCHED_CLS);
        buffer.load(PACKET, new Origin(3, 1), SocketBuffer.Start.LINK_HEADER);
        return buffer;
    }

    XdpFrame frame() {
        XdpFrame frame = new XdpFrame(run);
        frame.load(PACKET, new Origin(3, 1));
        return frame;
    }

    /// The address of the test's memory with `bytes` at its start.
    long put(byte[] bytes) {
        OffHeap.clear(memory.address(), memory.size());
        OffHeap.put(bytes, memory.address());
        return memory.address();
    }

    long put(String hex) {
        return put(HexFormat.of().parseHex(hex));
    }

    long call(String name, long... arguments) {
        long[] r = Arrays.copyOf(arguments, 5);
        return HostHelpers.functions().get(name).call(run, r[0], r[1], r[2], r[3], r[4]);
    }
}
