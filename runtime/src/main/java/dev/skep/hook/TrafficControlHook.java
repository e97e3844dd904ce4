package dev.skep.hook;

import dev.skep.packet.Origin;
import dev.skep.packet.SocketBuffer;
import dev.skep.packet.SocketBuffer.Start;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.Consumer;

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
    private final Consumer<byte[]> arrival;

    private TrafficControlHook(SocketBuffer buffer, ProgramType type, Consumer<byte[]> arrival) {
        this.buffer = buffer;
        this.type = type;
        this.arrival = arrival;
    }

    /// Packets that come in.
    static TrafficControlHook ingress(Execution run, ProgramType type, Origin origin) {
        SocketBuffer buffer = new SocketBuffer(run, type);
        return new TrafficControlHook(
                buffer, type, bytes -> buffer.load(bytes, origin, Start.LINK_HEADER));
    }

    /// Packets that this machine sends: they came in nowhere.
    static TrafficControlHook egress(Execution run, ProgramType type, Origin origin) {
        SocketBuffer buffer = new SocketBuffer(run, type);
        byte[] context = leavingBy(origin.ifindex(), type.context().orElseThrow());
        return new TrafficControlHook(
                buffer,
                type,
                bytes -> {
                    buffer.load(bytes, context, Start.LINK_HEADER);
                    buffer.fields().packetType(OUTGOING);
                });
    }

    private static byte[] leavingBy(int ifindex, ContextLayout layout) {
        byte[] context = new byte[layout.size()];
        ByteBuffer.wrap(context)
                .order(ByteOrder.nativeOrder())
                .putInt(layout.field("ifindex").orElseThrow().offset(), ifindex);
        return context;
    }

    @Override
    public Passage pass(byte[] frame) {
        arrival.accept(frame);
        int verdict = buffer.run();
        byte[] left = buffer.wireBytes();
        return new Passage(
                verdict,
                type.returnName(verdict),
                exits(verdict),
                left,
                left.length,
                buffer.copies());
    }

    /// What is neither dropped nor taken nor redirected goes on its way, whatever the number.
    private List<Exit> exits(int verdict) {
        return switch (verdict) {
            case SHOT, STOLEN, TRAP -> List.of();
            case REDIRECT -> Exit.redirected(buffer.redirect());
            default -> Exit.passed();
        };
    }
}
