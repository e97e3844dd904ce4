package dev.skep.packet;

import dev.skep.spec.ContextField;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/// The fields of a `struct __sk_buff` in memory, where the program reads and writes them too.
public final class SocketBufferFields {
    private static final String[] SETTABLE = {
        "mark",
        "priority",
        "ingress_ifindex",
        "ifindex",
        "cb",
        "tstamp",
        "wire_len",
        "gso_segs",
        "gso_size",
        "hwtstamp"
    };

    private final ContextBlock block;
    private final ContextBlock arrival;
    private final ContextBlock nothing;
    private final int length;
    private final int packetType;
    private final int protocol;
    private final int vlanPresent;
    private final int vlanControl;
    private final int vlanProtocol;
    private final int hash;
    private final int ingress;
    private final int ifindex;
    private final int queue;
    private final int wireLength;
    private final int timestamp;
    private final int timestampType;
    private final int mark;
    private final int priority;
    private final int classId;
    private final int data;
    private final int dataEnd;
    private final int dataMeta;

    SocketBufferFields(ContextBlock block) {
        this.block = block;
        arrival = new ContextBlock(block.layout());
        nothing = new ContextBlock(block.layout());
        length = block.offset("len");
        packetType = block.offset("pkt_type");
        protocol = block.offset("protocol");
        vlanPresent = block.offset("vlan_present");
        vlanControl = block.offset("vlan_tci");
        vlanProtocol = block.offset("vlan_proto");
        hash = block.offset("hash");
        ingress = block.offset("ingress_ifindex");
        ifindex = block.offset("ifindex");
        queue = block.offset("queue_mapping");
        wireLength = block.offset("wire_len");
        timestamp = block.offset("tstamp");
        timestampType = block.offset("tstamp_type");
        mark = block.offset("mark");
        priority = block.offset("priority");
        classId = block.offset("tc_classid");
        data = block.slot("data");
        dataEnd = block.slot("data_end");
        dataMeta = block.slot("data_meta");
    }

    ContextBlock block() {
        return block;
    }

    /// Fills the fields for a packet that starts with its link header, on arrival.
    void start(PacketBuffer packet) {
        block.take(arrival);
        protocol(Ethernet.protocol(packet.data(), packet.length()));
        packetType(Ethernet.packetType(packet.data(), packet.length()));
    }

    /// What packets bring with them from now on, in the fields that user space may set.
    void expect(byte[] given) {
        byte[] whole = Arrays.copyOf(given, block.layout().size());
        ByteBuffer fields = ByteBuffer.wrap(whole).order(ByteOrder.nativeOrder());
        arrival.take(nothing);
        for (String name : SETTABLE) {
            ContextField field = block.layout().field(name).orElseThrow();
            for (int i = 0; i < field.size(); i += Integer.BYTES) {
                arrival.putInt(field.offset() + i, fields.getInt(field.offset() + i));
            }
        }
        if (arrival.getInt(ifindex) == 0) {
            arrival.putInt(ifindex, Origin.LOOPBACK.ifindex());
        }
    }

    /// From now on packets come in there.
    void expect(Origin origin) {
        expect(new byte[0]);
        arrival.putInt(ifindex, origin.ifindex());
        arrival.putInt(ingress, origin.ifindex());
        arrival.putInt(queue, origin.queue());
    }

    /// From now on packets leave by an interface.
    void expectLeaving(int interfaceIndex) {
        expect(new byte[0]);
        arrival.putInt(ifindex, interfaceIndex);
    }

    /// What changes when the packet does.
    void refresh(PacketBuffer packet) {
        block.putInt(length, packet.length());
        block.putLong(data, packet.data());
        block.putLong(dataEnd, packet.dataEnd());
        block.putLong(dataMeta, packet.dataMeta());
    }

    void wireLength(int bytes) {
        if (block.getInt(wireLength) == 0) {
            block.putInt(wireLength, bytes);
        }
    }

    /// The Ethernet type of the network header.
    public int protocol() {
        return Ethernet.raw(block.getInt(protocol));
    }

    /// Changes it.
    public void protocol(int etherType) {
        block.putInt(protocol, Ethernet.raw(etherType));
    }

    /// Whom the packet is for: 0 us, 1 all, 2 a group (or all, on arrival), 3 others.
    public int packetType() {
        return block.getInt(packetType);
    }

    /// Changes it.
    public void packetType(int type) {
        block.putInt(packetType, type);
    }

    /// Whether a tag travels beside the packet.
    boolean tagged() {
        return block.getInt(vlanPresent) != 0;
    }

    /// The tag that travels beside the packet.
    public Optional<Vlan> vlan() {
        return tagged()
                ? Optional.of(
                        new Vlan(
                                Ethernet.raw(block.getInt(vlanProtocol)),
                                block.getInt(vlanControl)))
                : Optional.empty();
    }

    /// Changes it.
    public void vlan(Optional<Vlan> tag) {
        block.putInt(vlanPresent, tag.isPresent() ? 1 : 0);
        block.putInt(vlanControl, tag.map(Vlan::control).orElse(0));
        block.putInt(vlanProtocol, tag.map(t -> Ethernet.raw(t.protocol())).orElse(0));
    }

    /// The flow hash, 0 where there is none yet.
    public int hash() {
        return block.getInt(hash);
    }

    /// Changes it.
    public void hash(int value) {
        block.putInt(hash, value);
    }

    /// The packet's mark.
    public int mark() {
        return block.getInt(mark);
    }

    /// The packet's priority.
    public int priority() {
        return block.getInt(priority);
    }

    /// The traffic class that a classifier has put the packet into.
    public int classId() {
        return block.getInt(classId);
    }

    /// The interface that the packet is at.
    public int ifindex() {
        return block.getInt(ifindex);
    }

    /// The interface that the packet came in through.
    public int ingressIfindex() {
        return block.getInt(ingress);
    }

    /// The packet's time in nanoseconds.
    public long timestamp() {
        return block.getLong(timestamp);
    }

    /// Changes it, and the clock that it is of.
    public void timestamp(long nanos, int clock) {
        block.putLong(timestamp, nanos);
        block.putByte(timestampType, (byte) clock);
    }
}
