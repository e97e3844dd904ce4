package dev.skep.hook;

import dev.skep.packet.Copy;
import dev.skep.packet.Origin;
import dev.skep.packet.Redirect;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.spec.AttachType;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/// Traffic control, in direct-action mode: the program's verdict is what happens.
final class TrafficControlHook implements PacketHook {
    private static final int SHOT = 2;
    private static final int STOLEN = 4;
    private static final int REDIRECT = 7;
    private static final int TRAP = 8;

    /// `PACKET_OUTGOING`.
    private static final int OUTGOING = 4;

    private final SocketBuffer buffer;
    private final ProgramType type;
    private final boolean leaving;
    private int verdict;

    private TrafficControlHook(SocketBuffer buffer, ProgramType type, AttachType where) {
        this.buffer = buffer;
        this.type = type;
        this.leaving = where == AttachType.TCX_EGRESS;
    }

    /// Packets that come in.
    static TrafficControlHook ingress(Execution run, ProgramType type, Origin origin) {
        SocketBuffer buffer = new SocketBuffer(run, type);
        buffer.expect(origin, Start.LINK_HEADER);
        return new TrafficControlHook(buffer, type, AttachType.TCX_INGRESS);
    }

    /// Packets that this machine sends: they came in nowhere.
    static TrafficControlHook egress(Execution run, ProgramType type, Origin origin) {
        SocketBuffer buffer = new SocketBuffer(run, type);
        buffer.expect(leavingBy(origin.ifindex(), type.context().orElseThrow()), Start.LINK_HEADER);
        return new TrafficControlHook(buffer, type, AttachType.TCX_EGRESS);
    }

    private static byte[] leavingBy(int ifindex, ContextLayout layout) {
        byte[] context = new byte[layout.size()];
        ByteBuffer.wrap(context)
                .order(ByteOrder.nativeOrder())
                .putInt(layout.field("ifindex").orElseThrow().offset(), ifindex);
        return context;
    }

    @Override
    public int run(MemorySegment memory, long offset, int length) {
        buffer.load(memory, offset, length);
        if (leaving) {
            buffer.fields().packetType(OUTGOING);
        }
        verdict = buffer.run();
        return verdict;
    }

    @Override
    public int kind() {
        return verdict;
    }

    @Override
    public String kindName(int kind) {
        return type.returnName(kind);
    }

    /// What is neither dropped nor taken nor redirected goes on its way, whatever the number.
    @Override
    public Fate fate() {
        return switch (verdict) {
            case SHOT, STOLEN, TRAP -> Fate.ENDED;
            case REDIRECT -> Fate.REDIRECTED;
            default -> Fate.PASSED;
        };
    }

    @Override
    public Optional<Redirect> redirect() {
        return buffer.redirect();
    }

    @Override
    public List<Copy> copies() {
        return buffer.copies();
    }

    @Override
    public Passage passage() {
        byte[] left = buffer.wireBytes();
        List<Exit> exits = Exit.of(fate(), redirect());
        return new Passage(verdict, kindName(verdict), exits, left, left.length, copies());
    }
}
