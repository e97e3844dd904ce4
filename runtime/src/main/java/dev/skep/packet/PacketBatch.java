package dev.skep.packet;

import dev.skep.diag.TrapException;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/// Packets in memory that is set aside once, to be run through a program together:
///
///     PacketBatch batch = PacketBatch.of(1024);
///     while (more()) {
///         batch.clear();
///         while (more() && batch.add(next())) {}
///         program.run(batch);
///         for (int i = 0; i < batch.size(); i++) {
///             handle(batch.verdict(i), batch.packet(i));
///         }
///     }
///
/// A program changes packets where they are; it can move their starts and ends, and write metadata
/// in front of them. Each packet has the room that the kernel gives it: [PacketBuffer#HEADROOM]
/// bytes in front, and a frame of [PacketBuffer#FRAME] bytes. Neither adding nor running packets
/// takes memory from the heap. A batch can be run again, by another program for instance, which
/// then sees the packets as the first one left them.
///
/// Not safe for threads: each has a batch of its own, and may run the same program as others do.
public final class PacketBatch {
    private final int longest;
    private final long stride;
    private final Block memory;
    private final Block[] moved;
    private final long[] frame;
    private final long[] meta;
    private final long[] data;
    private final long[] end;
    private final long[] hardEnd;

    /// From here on the headroom of a slot may hold what an earlier packet left there.
    private final long[] lowest;

    private final int[] verdicts;
    private final Optional<Redirect>[] redirects;
    private final List<Copy>[] copies;
    private Origin origin = Origin.LOOPBACK;
    private int cpu;
    private int size;
    private int done;
    private Object program;
    private Consumer<PacketBatch> run;

    @SuppressWarnings({"unchecked", "rawtypes"})
    private PacketBatch(int packets, int longest) {
        if (packets < 1 || longest < 0) {
            throw new IllegalArgumentException(packets + " packets of " + longest + " bytes");
        }
        this.longest = longest;
        stride = (PacketBuffer.frameSize(longest) + 63L) / 64 * 64;
        memory = new Block(packets * stride, 64);
        moved = new Block[packets];
        frame = new long[packets];
        meta = new long[packets];
        data = new long[packets];
        end = new long[packets];
        hardEnd = new long[packets];
        lowest = new long[packets];
        verdicts = new int[packets];
        redirects = new Optional[packets];
        copies = new List[packets];
        for (int i = 0; i < packets; i++) {
            lowest[i] = memory.address() + i * stride + PacketBuffer.HEADROOM;
        }
        Arrays.fill(redirects, Optional.empty());
        Arrays.fill(copies, List.of());
    }

    /// Room for that many packets of up to 3,520 bytes, which fill a page each.
    public static PacketBatch of(int packets) {
        return of(packets, PacketBuffer.FRAME - PacketBuffer.HEADROOM - PacketBuffer.RESERVED_TAIL);
    }

    /// Room for that many packets of up to `longest` bytes.
    public static PacketBatch of(int packets, int longest) {
        return new PacketBatch(packets, longest);
    }

    /// From now on the packets come in there; before, at the loopback interface. At egress it is
    /// where they leave.
    ///
    /// @return this
    public PacketBatch at(Origin origin) {
        this.origin = Objects.requireNonNull(origin);
        run = null;
        return this;
    }

    /// From now on the program believes to run on that CPU, which says where in per-CPU maps it
    /// works; before, on 0. Threads that run at the same time need one each.
    ///
    /// @return this
    public PacketBatch onCpu(int cpu) {
        this.cpu = cpu;
        run = null;
        return this;
    }

    /// Adds a copy of a packet: an Ethernet frame.
    ///
    /// @return false if the batch is full; then nothing was added
    /// @throws IllegalArgumentException if it is longer than the batch has room for
    public boolean add(byte[] packet) {
        return add(packet, 0, packet.length);
    }

    /// Adds a copy of `length` bytes of `bytes`, from `offset` on, as [#add(byte[])] does.
    public boolean add(byte[] bytes, int offset, int length) {
        if (!begin(length)) {
            return false;
        }
        MemorySegment.copy(bytes, offset, OffHeap.all(), ValueLayout.JAVA_BYTE, data[size], length);
        size++;
        return true;
    }

    /// Adds a copy of what remains in `packet`, as [#add(byte[])] does; its position stays.
    public boolean add(ByteBuffer packet) {
        if (packet.hasArray()) {
            int offset = packet.arrayOffset() + packet.position();
            return add(packet.array(), offset, packet.remaining());
        }
        return add(MemorySegment.ofBuffer(packet));
    }

    /// Adds a copy of `packet`, as [#add(byte[])] does.
    public boolean add(MemorySegment packet) {
        return add(packet, 0, Math.toIntExact(packet.byteSize()));
    }

    /// Adds a copy of `length` bytes of `memory`, from `offset` on, as [#add(byte[])] does.
    public boolean add(MemorySegment memory, long offset, int length) {
        if (!begin(length)) {
            return false;
        }
        MemorySegment.copy(memory, offset, OffHeap.all(), data[size], length);
        size++;
        return true;
    }

    private boolean begin(int length) {
        if (length > longest) {
            throw new IllegalArgumentException(
                    "the packet has %d bytes, the batch was made for up to %d"
                            .formatted(length, longest));
        }
        int slot = size;
        if (slot == verdicts.length) {
            return false;
        }
        frame[slot] = memory.address() + slot * stride;
        data[slot] = frame[slot] + PacketBuffer.HEADROOM;
        meta[slot] = data[slot];
        end[slot] = data[slot] + length;
        hardEnd[slot] = frame[slot] + PacketBuffer.frameSize(length) - PacketBuffer.RESERVED_TAIL;
        for (long at = lowest[slot]; at < data[slot]; at++) {
            OffHeap.putByte(at, (byte) 0);
        }
        lowest[slot] = data[slot];
        moved[slot] = null;
        return true;
    }

    /// Takes all packets out. Views of them show what is put there next.
    public void clear() {
        size = 0;
        done = 0;
    }

    /// How many packets there are.
    public int size() {
        return size;
    }

    /// How many packets there can be.
    public int capacity() {
        return verdicts.length;
    }

    /// Where packets come in.
    public Origin origin() {
        return origin;
    }

    /// The CPU that programs believe to run on.
    public int cpu() {
        return cpu;
    }

    /// What the last run returned for packet `index`, the first of which is 0. For a socket filter
    /// that is how many bytes are kept.
    ///
    /// @throws IndexOutOfBoundsException if that packet was not run
    public int verdict(int index) {
        return verdicts[Objects.checkIndex(index, done)];
    }

    /// For how many packets the last run returned `verdict`.
    public int count(int verdict) {
        int count = 0;
        for (int i = 0; i < done; i++) {
            count += verdicts[i] == verdict ? 1 : 0;
        }
        return count;
    }

    /// How long packet `index` is, in bytes.
    public int length(int index) {
        return (int) (end[index] - data[Objects.checkIndex(index, size)]);
    }

    /// Packet `index` as it is now: a view of the batch's memory.
    public MemorySegment packet(int index) {
        return block(Objects.checkIndex(index, size)).view(data[index], length(index));
    }

    /// The metadata in front of packet `index`, a view too; empty if there is none.
    public MemorySegment metadata(int index) {
        return block(Objects.checkIndex(index, size)).view(meta[index], data[index] - meta[index]);
    }

    /// Where the program wants packet `index` sent; this counts only if it returned `XDP_REDIRECT`
    /// or `TC_ACT_REDIRECT`.
    ///
    /// @throws IndexOutOfBoundsException if that packet was not run
    public Optional<Redirect> redirect(int index) {
        return redirects[Objects.checkIndex(index, done)];
    }

    /// The copies of packet `index` that the program has sent.
    ///
    /// @throws IndexOutOfBoundsException if that packet was not run
    public List<Copy> copies(int index) {
        return copies[Objects.checkIndex(index, done)];
    }

    /// Runs `program` over the packets; for hosts. What `start` gives is kept for the next run of
    /// the same program.
    public <P> void run(P program, BiFunction<P, PacketBatch, Consumer<PacketBatch>> start) {
        if (run == null || program != this.program) {
            run = start.apply(program, this);
            this.program = program;
        }
        run.accept(this);
    }

    void start() {
        done = 0;
    }

    /// Lets `packet` work on a packet.
    void enter(int index, PacketBuffer packet) {
        packet.enter(
                block(index), frame[index], meta[index], data[index], end[index], hardEnd[index]);
    }

    /// Notes what has become of it.
    void leave(int index, PacketBuffer packet) {
        if (packet.block() == block(index)) {
            if (moved[index] == null) {
                lowest[index] = Math.min(lowest[index], packet.lowest());
            }
        } else {
            // How far down it went before it moved is not known.
            lowest[index] = memory.address() + index * stride;
            moved[index] = packet.block();
            packet.giveAway();
        }
        frame[index] = packet.frame();
        meta[index] = packet.dataMeta();
        data[index] = packet.data();
        end[index] = packet.dataEnd();
        hardEnd[index] = packet.hardEnd();
    }

    void verdict(int index, int verdict, Optional<Redirect> redirect) {
        verdicts[index] = verdict;
        redirects[index] = redirect;
        copies[index] = List.of();
        done = index + 1;
    }

    void copies(int index, List<Copy> sent) {
        copies[index] = sent;
    }

    static TrapException at(int index, TrapException trap) {
        return new TrapException(
                trap.diagnostic().because("at packet %d of the batch".formatted(index)));
    }

    private Block block(int index) {
        return moved[index] == null ? memory : moved[index];
    }
}
