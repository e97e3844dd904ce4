package dev.skep.hook;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.Place;
import dev.skep.packet.Copy;
import dev.skep.packet.Origin;
import dev.skep.packet.Redirect;
import dev.skep.program.Program;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;

/// A program at a place where packets come by. Takes one packet after the other; not safe for
/// threads, each of which attaches the program for itself.
public sealed interface PacketHook permits XdpHook, TrafficControlHook, SocketHook {
    /// Runs the program over a packet, and takes no memory for it. What became of it can be asked
    /// until the next one comes.
    ///
    /// @param memory holds an Ethernet frame of `length` bytes, from `offset` on
    /// @return the verdict
    /// @throws dev.skep.diag.TrapException if the program does what it must not
    int run(MemorySegment memory, long offset, int length);

    /// The kind of the last verdict, for counting: what [#kindName] names.
    int kind();

    /// What verdicts of that kind are called: `XDP_PASS`. A socket filter's are `dropped`, `kept`
    /// and `kept in part`.
    String kindName(int kind);

    /// What becomes of the last packet.
    Fate fate();

    /// Where the program wants the last packet sent; this counts only for [Fate#REDIRECTED].
    Optional<Redirect> redirect();

    /// What the program sent besides the last packet.
    List<Copy> copies();

    /// What the program made of the last packet, as a copy.
    Passage passage();

    /// Runs the program over a packet, and copies what it made of it.
    ///
    /// @param frame an Ethernet frame
    /// @throws dev.skep.diag.TrapException if the program does what it must not
    default Passage pass(byte[] frame) {
        run(MemorySegment.ofArray(frame), 0, frame.length);
        return passage();
    }

    /// Attaches a program where its type says: an XDP program at a driver, a tc program in
    /// direct-action mode at an interface's ingress or (if its section says so) egress, a socket
    /// filter at a raw packet socket.
    ///
    /// @param run of the program, as the host's loaded program gives it
    /// @param origin the interface that the packets come in through, or at egress leave by
    /// @throws HostException with [HookCode#NO_PACKET_PROGRAM] if it is of another type
    static PacketHook attach(Execution run, Origin origin) {
        Program program = run.program();
        ProgramType type = program.type();
        return switch (type) {
            case XDP -> new XdpHook(run, origin);
            case SCHED_CLS, SCHED_ACT -> {
                boolean egress = program.attachType() == AttachType.TCX_EGRESS.ordinal();
                yield egress
                        ? TrafficControlHook.egress(run, type, origin)
                        : TrafficControlHook.ingress(run, type, origin);
            }
            case SOCKET_FILTER -> new SocketHook(run, origin);
            case null, default -> throw refusal(program);
        };
    }

    private static HostException refusal(Program program) {
        String problem =
                program.type() == null
                        ? "the type of the program is not known"
                        : "programs of type %s do not run over packets"
                                .formatted(program.type().shortName());
        return new HostException(
                Diagnostic.of(HookCode.NO_PACKET_PROGRAM, problem)
                        .at(new Place.Named(program.name()))
                        .fix("name an XDP, tc or socket filter program"));
    }
}
