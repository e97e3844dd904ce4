package dev.skep.packet;

import dev.skep.diag.TrapException;
import dev.skep.map.RedirectMap;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/// A packet as XDP programs see it, through `struct xdp_md`. Made once, loaded for every packet.
///
/// The room is that of the kernel's test run: 256 bytes in front, of which the first
/// [#FRAME_HEADER] belong to the kernel, and a frame of 4,096 bytes, of which the last 320 do.
/// Larger packets get a larger frame and cannot grow at the end.
public final class XdpFrame {
    /// The bytes at the start of the headroom that a program cannot have: `struct xdp_frame`.
    public static final int FRAME_HEADER = 40;

    /// A packet cannot become shorter than an Ethernet header.
    static final int SHORTEST = 14;

    private static final int LONGEST_METADATA = 255;

    private final ContextBlock context =
            new ContextBlock(ContextLayout.of(ProgramType.XDP).orElseThrow());
    private final int dataSlot = context.slot("data");
    private final int endSlot = context.slot("data_end");
    private final int metaSlot = context.slot("data_meta");
    private final int ingress = context.offset("ingress_ifindex");
    private final int queue = context.offset("rx_queue_index");
    private final PacketBuffer packet = new PacketBuffer();
    private final Execution run;
    private final KnownRedirects known = new KnownRedirects();
    private Optional<Redirect> redirect = Optional.empty();

    /// A frame for the packets of `run`, whose helper functions will find it.
    public XdpFrame(Execution run) {
        this.run = run;
        run.placeContext(context.address(), context.layout());
        run.attach(XdpFrame.class, this);
        run.memory().use(packet);
        refresh();
    }

    /// Puts the next packet in.
    public void load(byte[] bytes, Origin origin) {
        packet.load(bytes);
        arrive(origin);
    }

    /// Puts the next packet in: `length` bytes of `memory`, from `offset` on.
    public void load(MemorySegment memory, long offset, int length, Origin origin) {
        packet.load(memory, offset, length);
        arrive(origin);
    }

    /// Says that the buffer holds another packet. Programs change nothing else in the structure, so
    /// that the rest of it is as it was at first.
    void arrive(Origin origin) {
        context.putInt(ingress, origin.ifindex());
        context.putInt(queue, origin.queue());
        redirect = Optional.empty();
        refresh();
    }

    /// Runs the program over the packet.
    ///
    /// @return its verdict
    /// @throws dev.skep.diag.TrapException if the program does what it must not
    public int run() {
        return (int) run.run(context.address(), 0);
    }

    /// Runs the program over the packets of `batch`, where they are.
    ///
    /// @throws dev.skep.diag.TrapException if the program does what it must not; those behind that
    ///   packet are not run
    public void run(PacketBatch batch) {
        batch.start();
        for (int i = 0; i < batch.size(); i++) {
            batch.enter(i, packet);
            arrive(batch.origin());
            try {
                batch.verdict(i, run(), redirect);
            } catch (TrapException trap) {
                throw PacketBatch.at(i, trap);
            } finally {
                batch.leave(i, packet);
            }
        }
    }

    /// The packet.
    public PacketBuffer packet() {
        return packet;
    }

    /// The address of the context structure: what the program starts with in r1.
    public long contextAddress() {
        return context.address();
    }

    /// A copy of `struct xdp_md` with offsets in the place of pointers, as the kernel's test run
    /// hands it out: the metadata starts at 0.
    public byte[] contextBytes() {
        int meta = (int) (packet.data() - packet.dataMeta());
        byte[] bytes = context.bytes();
        ByteBuffer.wrap(bytes)
                .order(ByteOrder.nativeOrder())
                .putInt(context.offset("data"), meta)
                .putInt(context.offset("data_end"), meta + packet.length());
        return bytes;
    }

    /// The interface that the packet came in through.
    public int ingressIfindex() {
        return context.getInt(ingress);
    }

    /// Where the program wants the packet sent.
    public Optional<Redirect> redirect() {
        return redirect;
    }

    /// Notes where the program wants the packet sent; `null` for nowhere.
    public void redirectTo(Redirect target) {
        redirect = Optional.ofNullable(target);
    }

    /// Notes that the program wants the packet sent out of an interface.
    public void redirectTo(int ifindex) {
        redirect = known.toInterface(ifindex, Redirect.Direction.EGRESS);
    }

    /// Notes that the program wants the packet sent where an entry of a map leads.
    public void redirectTo(RedirectMap map, long key, long target) {
        redirect = known.toEntry(map, key, target);
    }

    /// Moves the start of the packet by `delta` bytes, metadata included.
    ///
    /// @return false if there is no such room, or less than an Ethernet header would remain
    public boolean adjustHead(int delta) {
        if (packet.headroom() + (long) delta < FRAME_HEADER
                || packet.length() - (long) delta < SHORTEST) {
            return false;
        }
        packet.moveStart(delta);
        refresh();
        return true;
    }

    /// Moves the end of the packet by `delta` bytes; what is gained is zero.
    ///
    /// @return false if there is no such room, or less than an Ethernet header would remain
    public boolean adjustTail(int delta) {
        if (delta > packet.tailroom() || packet.length() + (long) delta < SHORTEST) {
            return false;
        }
        packet.moveEnd(delta);
        refresh();
        return true;
    }

    /// What comes of moving the start of the metadata.
    public enum MetaResult {
        /// It was moved.
        DONE,
        /// It would start in the kernel's part of the headroom, or behind the packet's start.
        NO_ROOM,
        /// Its size would not be a multiple of 4, or larger than 255.
        BAD_SIZE
    }

    /// Moves the start of the metadata by `delta` bytes.
    public MetaResult adjustMeta(int delta) {
        long size = packet.data() - (packet.dataMeta() + delta);
        if (packet.headroom() + (long) delta < FRAME_HEADER || size < 0) {
            return MetaResult.NO_ROOM;
        }
        if (size % Integer.BYTES != 0 || size > LONGEST_METADATA) {
            return MetaResult.BAD_SIZE;
        }
        packet.moveMetadata(delta);
        refresh();
        return MetaResult.DONE;
    }

    private void refresh() {
        context.putLong(dataSlot, packet.data());
        context.putLong(endSlot, packet.dataEnd());
        context.putLong(metaSlot, packet.dataMeta());
        run.memory().packetMoved();
    }
}
