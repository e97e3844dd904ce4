package dev.skep.cli;

import dev.skep.capture.CapturedPacket;
import dev.skep.capture.LinkType;
import dev.skep.diag.Diagnostic;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.hook.Exit;
import dev.skep.hook.PacketSink;
import dev.skep.hook.PacketSummary;
import dev.skep.host.Errno;
import dev.skep.host.LoadedProgram.TestResult;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelCode;
import dev.skep.linux.KernelException;
import dev.skep.linux.KernelProgram;
import dev.skep.spec.ProgramType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;

/// Takes a capture through a program in the Linux kernel: a test run for each packet, which goes
/// nowhere. Where the kernel would send it is not known beyond what the verdict says.
final class KernelRun {
    /// XDP and traffic control number their verdicts each for themselves.
    private static final int XDP_PASS = 2;

    private static final int XDP_TX = 3;
    private static final int TC_SHOT = 2;
    private static final int TC_STOLEN = 4;
    private static final int TC_REDIRECT = 7;
    private static final int TC_TRAP = 8;

    private static final int LINK_HEADER = 14;

    /// For packets that the kernel does not take: link and network headers have to be whole, and
    /// the whole packet fits a page. What exactly, depends on the type of the program.
    private static final String NOT_RUN = "not run (refused)";

    private final KernelProgram program;
    private final ProgramType type;
    private final Map<String, Long> verdicts = new TreeMap<>();
    private final Map<String, Long> exits = new TreeMap<>();
    private KernelException firstRefusal;
    private long packets;
    private long bytes;
    private long nanos;

    private KernelRun(KernelProgram program) {
        this.program = program;
        this.type = program.program().type();
    }

    /// Refuses a program that does not run over packets.
    ///
    /// @throws KernelException with [KernelCode#TEST_RUN]
    static void demandPackets(ProgramType type) {
        boolean packets =
                switch (type) {
                    case XDP, SCHED_CLS, SCHED_ACT, SOCKET_FILTER -> true;
                    case null, default -> false;
                };
        if (!packets) {
            throw new KernelException(
                    Diagnostic.of(KernelCode.TEST_RUN, "the program does not run over packets")
                            .at(new Place.Named("skep run"))
                            .fix("name an XDP, tc or socket filter program"),
                    0);
        }
    }

    /// Runs every packet, as often as `repeat` says.
    ///
    /// @param limit how many packets of each round
    /// @param progress hears how many packets are done
    /// @param sink takes what leaves in the first round
    /// @throws KernelException if the kernel runs no packet at all
    static PacketSummary over(
            Iterable<CapturedPacket> capture,
            KernelProgram program,
            int repeat,
            long limit,
            LongConsumer progress,
            PacketSink sink)
            throws IOException {
        KernelRun run = new KernelRun(program);
        for (int round = 0; round < repeat; round++) {
            Iterator<CapturedPacket> iterator = capture.iterator();
            for (long number = 1; number <= limit && iterator.hasNext(); number++) {
                run.one(iterator.next(), number, round == 0 ? sink : PacketSink.NONE);
                progress.accept(run.packets);
            }
        }
        if (run.firstRefusal != null && run.verdicts.get(NOT_RUN) == run.packets) {
            throw run.firstRefusal;
        }
        return new PacketSummary(
                run.packets, run.bytes, run.verdicts, run.exits, 0, Optional.empty(), run.nanos);
    }

    private void one(CapturedPacket packet, long number, PacketSink sink) throws IOException {
        byte[] frame;
        try {
            frame = LinkType.frameOf(packet);
        } catch (MalformedException e) {
            throw new MalformedException(e.diagnostic().because("it is packet " + number));
        }
        packets++;
        bytes += frame.length;
        TestResult result;
        try {
            result = program.test(new TestRun(given(frame), new byte[0], 1));
        } catch (KernelException e) {
            KernelException located =
                    new KernelException(
                            e.diagnostic()
                                    .because(
                                            "at packet %d (%d bytes)"
                                                    .formatted(number, frame.length)),
                            e.errno());
            if (e.errno() != Errno.EINVAL.number()) {
                throw located;
            }
            firstRefusal = firstRefusal == null ? located : firstRefusal;
            verdicts.merge(NOT_RUN, 1L, Long::sum);
            return;
        }
        byte[] left = taken(result.data());
        int verdict = result.returnValue();
        nanos += result.nanos();
        boolean filter = type == ProgramType.SOCKET_FILTER;
        int kept =
                filter ? (int) Math.min(Integer.toUnsignedLong(verdict), left.length) : left.length;
        verdicts.merge(
                filter ? kept(verdict, kept, left.length) : type.returnName(verdict),
                1L,
                Long::sum);
        int missing = Math.max(0, packet.originalLength() - (int) packet.data().byteSize());
        for (Exit exit : exits(verdict)) {
            exits.merge(exit.label(), 1L, Long::sum);
            sink.take(exit, packet.nanos(), Arrays.copyOf(left, kept), left.length + missing);
        }
    }

    /// The kernel shows socket filters what is behind the link layer, as the sockets of most
    /// protocols do. A raw packet socket shows the link layer, too: another one goes in front.
    private byte[] given(byte[] frame) {
        if (type != ProgramType.SOCKET_FILTER) {
            return frame;
        }
        byte[] longer = new byte[LINK_HEADER + frame.length];
        System.arraycopy(frame, 0, longer, 0, Math.min(frame.length, LINK_HEADER));
        System.arraycopy(frame, 0, longer, LINK_HEADER, frame.length);
        return longer;
    }

    private byte[] taken(byte[] data) {
        return type == ProgramType.SOCKET_FILTER && data.length >= LINK_HEADER
                ? Arrays.copyOfRange(data, LINK_HEADER, data.length)
                : data;
    }

    private static String kept(int verdict, int kept, int length) {
        if (verdict == 0) {
            return "dropped";
        }
        return kept == length ? "kept" : "kept in part";
    }

    private List<Exit> exits(int verdict) {
        return switch (type) {
            case XDP ->
                    switch (verdict) {
                        case XDP_PASS -> List.of(new Exit.Passed());
                        case XDP_TX -> List.of(new Exit.Returned());
                        default -> List.of();
                    };
            case SCHED_CLS, SCHED_ACT ->
                    switch (verdict) {
                        case TC_SHOT, TC_STOLEN, TC_REDIRECT, TC_TRAP -> List.of();
                        default -> List.of(new Exit.Passed());
                    };
            default -> verdict == 0 ? List.of() : List.of(new Exit.Passed());
        };
    }
}
