package dev.skep.packet;

import dev.skep.diag.TrapException;
import dev.skep.memory.OffHeap;
import dev.skep.spec.ContextLayout;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Execution;
import dev.skep.vm.LegacyPacket;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A packet as tc programs and socket filters see it, through `struct __sk_buff`. Made once, loaded
/// for every packet.
///
/// As in the kernel's test run, the protocol is the Ethernet header's, and VLAN tags stay in the
/// packet; only `bpf_skb_vlan_push` takes one out of it, into [#vlan].
public final class SocketBuffer {
    /// The longest packet that can be made by growing one.
    public static final int LONGEST = 16_064;

    /// `PACKET_OUTGOING`.
    private static final int OUTGOING = 4;

    private final SocketBufferFields fields;
    private final PacketBuffer packet = new PacketBuffer();
    private final List<Copy> copies = new ArrayList<>();
    private final Execution run;
    private Start start = Start.LINK_HEADER;
    private int networkOffset;
    private boolean encapsulated;
    private boolean tunnelled;
    private boolean lengthOnWire;
    private boolean leaving;
    private final KnownRedirects known = new KnownRedirects();
    private Optional<Redirect> redirect = Optional.empty();

    /// Where the packet starts for the program.
    public enum Start {
        /// At its Ethernet header: tc, and socket filters on raw packet sockets.
        LINK_HEADER,
        /// Behind it: socket filters in the kernel's test run and on datagram packet sockets.
        NETWORK_HEADER
    }

    /// A buffer for the packets of `run`, whose helper functions and legacy loads will find it.
    ///
    /// @param type of the program, one with a `struct __sk_buff`
    public SocketBuffer(Execution run, ProgramType type) {
        this.run = run;
        ContextLayout layout = ContextLayout.of(type).orElseThrow();
        fields = new SocketBufferFields(new ContextBlock(layout));
        run.placeContext(fields.block().address(), layout);
        run.attach(SocketBuffer.class, this);
        run.attach(LegacyPacket.class, new PacketLoads(this));
        if (layout.field("data").orElseThrow().readable()) {
            run.memory().use(packet);
        }
        refresh();
    }

    /// Puts the next packet in.
    public void load(byte[] bytes, Origin origin, Start start) {
        expect(origin, start);
        packet.load(bytes);
        arrive();
    }

    /// Puts the next packet in, and what user space says of it.
    ///
    /// @param context as in [#expect(byte[], Start)]
    public void load(byte[] bytes, byte[] context, Start start) {
        expect(context, start);
        packet.load(bytes);
        arrive();
    }

    /// Puts the next packet in: `length` bytes of `memory`, from `offset` on. It comes as was said
    /// last.
    public void load(MemorySegment memory, long offset, int length) {
        packet.load(memory, offset, length);
        arrive();
    }

    /// Says where the next packets come from.
    public void expect(Origin origin, Start start) {
        this.start = start;
        fields.expect(origin);
        lengthOnWire = true;
        leaving = false;
    }

    /// Says where the next packets leave this machine: they came in nowhere.
    public void expectLeaving(int ifindex) {
        start = Start.LINK_HEADER;
        fields.expectLeaving(ifindex);
        lengthOnWire = true;
        leaving = true;
    }

    /// Says what user space says of the next packets.
    ///
    /// @param context a `struct __sk_buff` or its beginning, whose settable fields are taken over
    ///   as the kernel's test run does: mark, priority, interfaces, cb, tstamp, wire_len, GSO
    public void expect(byte[] context, Start start) {
        this.start = start;
        fields.expect(context);
        lengthOnWire = context.length > 0;
        leaving = false;
    }

    /// Says that the buffer holds another packet, which starts with its link header.
    void arrive() {
        copies.clear();
        redirect = Optional.empty();
        encapsulated = false;
        tunnelled = false;
        networkOffset = Ethernet.HEADER;
        fields.start(packet);
        if (leaving) {
            fields.packetType(OUTGOING);
        }
        if (start == Start.NETWORK_HEADER) {
            networkOffset = 0;
            packet.moveStart(Math.min(Ethernet.HEADER, packet.length()));
            packet.dropMetadata();
        }
        refresh();
        if (lengthOnWire) {
            fields.wireLength(packet.length());
        }
    }

    /// Runs the program over the packet.
    ///
    /// @return its verdict
    /// @throws dev.skep.diag.TrapException if the program does what it must not
    public int run() {
        return (int) run.run(fields.block().address(), 0);
    }

    /// Runs the program over the packets of `batch`, where they are. A tag that the program has
    /// taken out of a packet is put back in behind it.
    ///
    /// @throws dev.skep.diag.TrapException if the program does what it must not; those behind that
    ///   packet are not run
    public void run(PacketBatch batch) {
        batch.start();
        for (int i = 0; i < batch.size(); i++) {
            batch.enter(i, packet);
            arrive();
            try {
                batch.verdict(i, run(), redirect);
                batch.copies(i, copies());
                insertTag();
            } catch (TrapException trap) {
                throw PacketBatch.at(i, trap);
            } finally {
                batch.leave(i, packet);
            }
        }
    }

    /// Puts the tag beside the packet into it.
    private void insertTag() {
        if (fields.tagged() && packet.has(0, Ethernet.ADDRESSES)) {
            Vlan tag = vlan().orElseThrow();
            insert(Ethernet.ADDRESSES, Vlan.SIZE);
            Ethernet.write16(packet.data() + Ethernet.ADDRESSES, tag.protocol());
            Ethernet.write16(packet.data() + Ethernet.ADDRESSES + 2, tag.control());
        }
    }

    /// The packet; without the tag that [#vlan] holds.
    public PacketBuffer packet() {
        return packet;
    }

    /// The packet as it goes over the wire: with the Ethernet header and the tag that [#vlan]
    /// holds.
    public byte[] wireBytes() {
        int hidden = start == Start.NETWORK_HEADER ? Ethernet.HEADER : 0;
        byte[] bytes = OffHeap.bytes(packet.data() - hidden, packet.length() + hidden);
        return vlan().map(tag -> Ethernet.insert(tag, bytes)).orElse(bytes);
    }

    /// How many bytes [#wireBytes] has.
    public int wireLength() {
        int hidden = start == Start.NETWORK_HEADER ? Ethernet.HEADER : 0;
        int length = packet.length() + hidden;
        return fields.tagged() && length >= Ethernet.ADDRESSES ? length + Vlan.SIZE : length;
    }

    /// What the program can read of the packet besides its bytes.
    public SocketBufferFields fields() {
        return fields;
    }

    /// The address of the context structure: what the program starts with in r1.
    public long contextAddress() {
        return fields.block().address();
    }

    /// A copy of `struct __sk_buff`.
    public byte[] contextBytes() {
        return fields.block().bytes();
    }

    /// The VLAN tag that travels beside the packet.
    public Optional<Vlan> vlan() {
        return fields.vlan();
    }

    /// Where the packet starts for the program.
    public Start start() {
        return start;
    }

    /// The address of the link header.
    public long linkHeader() {
        return start == Start.LINK_HEADER ? packet.data() : packet.data() - Ethernet.HEADER;
    }

    /// Where the network header starts, in bytes from the packet's first; behind VLAN tags only if
    /// a helper function moved it there.
    public int networkOffset() {
        return networkOffset;
    }

    /// The protocol behind the VLAN tags in the packet.
    public int innerProtocol() {
        int protocol = fields.protocol();
        int at = Ethernet.HEADER;
        while (Vlan.announcedBy(protocol) && packet.has(at, Vlan.SIZE)) {
            protocol = Ethernet.read16(packet.data() + at + 2);
            at += Vlan.SIZE;
        }
        return protocol;
    }

    /// Whether `bpf_skb_adjust_room` has made room for an outer header.
    public boolean encapsulated() {
        return encapsulated;
    }

    /// Notes that the packet has an outer header now.
    public void encapsulate() {
        encapsulated = true;
    }

    /// Whether the program has set a tunnel key for the packet.
    public boolean tunnelled() {
        return tunnelled;
    }

    /// Notes that the packet has a tunnel key.
    public void tunnel() {
        tunnelled = true;
    }

    /// Where the program wants the packet sent.
    public Optional<Redirect> redirect() {
        return redirect;
    }

    /// Notes where the program wants the packet sent; `null` for nowhere.
    public void redirectTo(Redirect target) {
        redirect = Optional.ofNullable(target);
    }

    /// Notes that the program wants the packet sent to an interface.
    public void redirectTo(int ifindex, Redirect.Direction direction) {
        redirect = known.toInterface(ifindex, direction);
    }

    /// The copies that the program has sent, in order.
    public List<Copy> copies() {
        return copies.isEmpty() ? List.of() : List.copyOf(copies);
    }

    /// Sends a copy of the packet as it is now.
    public void sendCopy(Redirect.ToInterface target) {
        copies.add(new Copy(wireBytes(), target));
    }

    /// Inserts `count` zero bytes at `offset`; what lies before moves forward. The network header
    /// moves along with what it is in.
    public void insert(int offset, int count) {
        packet.dropMetadata();
        packet.reserve(count, 0);
        long from = packet.data();
        packet.moveStart(-count);
        OffHeap.copy(from, packet.data(), offset);
        OffHeap.clear(packet.data() + offset, count);
        refresh();
    }

    /// Takes `count` bytes at `offset` out; what lies before moves backward.
    public void remove(int offset, int count) {
        packet.dropMetadata();
        OffHeap.copy(packet.data(), packet.data() + count, offset);
        packet.moveStart(count);
        refresh();
    }

    /// Makes the packet `length` bytes long, at the end; what is gained is zero.
    public void resize(int length) {
        int delta = length - packet.length();
        packet.reserve(0, Math.max(0, delta));
        packet.moveEnd(delta);
        refresh();
    }

    /// Says that the network header starts `offset` bytes behind the packet's start.
    public void networkAt(int offset) {
        networkOffset = offset;
    }

    private void refresh() {
        fields.refresh(packet);
        run.memory().packetMoved();
    }
}
