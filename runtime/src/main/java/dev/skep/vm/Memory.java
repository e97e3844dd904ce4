package dev.skep.vm;

import dev.skep.map.JvmMap;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.vm.Region.Access;
import dev.skep.vm.Region.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Everything that one run may touch: its stack frames, its context, the packet, the values of its
/// maps, records it has reserved, and what else it was given. Every access of a program goes
/// through here, so that a wrong one ends the run and not the JVM. Not safe for threads: it belongs
/// to one run.
///
/// A frame has [#FRAME_BYTES] bytes; there are gaps between frames, so that leaving one at either
/// end is noticed.
public final class Memory {
    /// The size of a stack frame.
    public static final int FRAME_BYTES = 512;

    private static final int FRAME_STRIDE = 2 * FRAME_BYTES;

    private static final int STACK_BYTES = Calls.MAX_DEPTH * FRAME_STRIDE;

    private final Block stack = new Block(STACK_BYTES, FRAME_STRIDE);
    private final long stackStart = stack.address();
    private final DeepFrames deeper = new DeepFrames();
    private final List<Region> regions = new ArrayList<>();
    private final List<JvmMap> maps = new ArrayList<>();
    private final Context context = new Context();
    private final Nearby nearby = new Nearby(this);
    private PacketArea packet;
    private boolean trusted;

    /// Frames below this offset into the stack are not in use.
    private long live = STACK_BYTES;

    /// Frames below this offset hold zeros.
    private long dirty = STACK_BYTES;

    private long readStart;
    private long readSize;
    private long olderStart;
    private long olderSize;
    private long writeStart;
    private long writeSize;

    Memory() {}

    /// Lets the run touch `region` from now on. Where regions overlap, the later one counts.
    public void add(Region region) {
        regions.add(region);
        forget();
    }

    /// Ends the access to `region`.
    public void remove(Region region) {
        regions.remove(region);
        forget();
    }

    /// Lets the run touch the packet, wherever it lies; call [#packetMoved] when that changes.
    public void use(PacketArea packet) {
        this.packet = packet;
        forget();
    }

    /// The packet lies elsewhere, or has another size.
    public void packetMoved() {
        forget();
    }

    /// From now on what helper functions are given counts as good: a verifier has seen to it.
    void trust() {
        trusted = true;
    }

    /// From now on every access is looked at again.
    void distrust() {
        trusted = false;
    }

    /// The region that holds all `size` bytes at `address`. The context does not count: it can only
    /// be read field by field.
    public Optional<Region> find(long address, long size) {
        return Optional.ofNullable(lookup(address, size));
    }

    /// Demands that a helper function may read `size` bytes at `address`.
    public void requireReadable(long address, long size) {
        if (!trusted && (size < 0 || size > 0 && lookup(address, size) == null)) {
            throw nearby.fault(address, size, "read");
        }
    }

    /// Demands that a helper function may write `size` bytes at `address`.
    public void requireWritable(long address, long size) {
        if (!trusted && size != 0) {
            Region region = size < 0 ? null : lookup(address, size);
            if (region == null || !region.writable()) {
                throw region == null
                        ? nearby.fault(address, size, "write")
                        : nearby.readOnly(region, address, size);
            }
        }
    }

    /// The bytes from `address` up to the next zero byte, which must stand in the same region.
    public byte[] string(long address) {
        Region region = trusted ? null : lookup(address, 1);
        if (region == null && !trusted) {
            throw nearby.fault(address, 1, "read");
        }
        long end = address;
        while ((trusted || end < region.end()) && OffHeap.getByte(end) != 0) {
            end++;
        }
        if (!trusted && end == region.end()) {
            throw nearby.fault(end, 1, "read");
        }
        return OffHeap.bytes(address, Math.toIntExact(end - address));
    }

    Context context() {
        return context;
    }

    /// What was added, and the packet.
    List<Region> regions() {
        List<Region> all = new ArrayList<>(regions);
        if (packet != null) {
            all.add(packetRegion());
        }
        return all;
    }

    private Region packetRegion() {
        return Region.packet(packet.start(), packet.end() - packet.start(), Access.READ_WRITE);
    }

    Iterable<JvmMap> maps() {
        return maps;
    }

    /// Lets the run touch the values of `map`.
    void add(JvmMap map) {
        maps.add(map);
    }

    /// Makes the frames up to `depth` (0 for the first) the ones in use, and returns the address
    /// behind the deepest one: what r10 holds there.
    long useFrames(int depth) {
        if (depth >= Calls.MAX_DEPTH) {
            forget();
            return deeper.use(depth - Calls.MAX_DEPTH + 1);
        }
        if (live == 0) {
            deeper.leave();
            forget();
        }
        live = STACK_BYTES - (depth + 1L) * FRAME_STRIDE;
        if (live < dirty) {
            dirty = live;
        }
        return stackStart + live + FRAME_BYTES;
    }

    /// Fills the frames that were used with zeros.
    void clearStack() {
        OffHeap.clear(stackStart + dirty, STACK_BYTES - dirty);
        dirty = STACK_BYTES;
        live = STACK_BYTES;
        deeper.clear();
    }

    /// Keeps the stack alive up to this call.
    void keep() {
        stack.keep();
    }

    long load8(long address) {
        return mayRead(address, 1)
                ? OffHeap.getByte(address) & 0xffL
                : context.load(this, address, 1);
    }

    long load16(long address) {
        return mayRead(address, 2)
                ? OffHeap.getShort(address) & 0xffffL
                : context.load(this, address, 2);
    }

    long load32(long address) {
        return mayRead(address, 4)
                ? OffHeap.getInt(address) & 0xffff_ffffL
                : context.load(this, address, 4);
    }

    long load64(long address) {
        return mayRead(address, 8) ? OffHeap.getLong(address) : context.load(this, address, 8);
    }

    void store8(long address, long value) {
        if (mayWrite(address, 1)) {
            OffHeap.putByte(address, (byte) value);
        } else {
            context.store(this, address, 1, value);
        }
    }

    void store16(long address, long value) {
        if (mayWrite(address, 2)) {
            OffHeap.putShort(address, (short) value);
        } else {
            context.store(this, address, 2, value);
        }
    }

    void store32(long address, long value) {
        if (mayWrite(address, 4)) {
            OffHeap.putInt(address, (int) value);
        } else {
            context.store(this, address, 4, value);
        }
    }

    void store64(long address, long value) {
        if (mayWrite(address, 8)) {
            OffHeap.putLong(address, value);
        } else {
            context.store(this, address, 8, value);
        }
    }

    /// Demands that an atomic operation may work on these bytes, which the context never allows.
    void requireAtomic(long address, int size) {
        if (!mayWrite(address, size)) {
            throw context.contains(address)
                    ? context.fault(address, size, "change atomically")
                    : nearby.fault(address, size, "write");
        }
    }

    Fault outside(long address, long size, String action) {
        return nearby.fault(address, size, action);
    }

    /// Whether these bytes may be read as plain memory.
    private boolean mayRead(long address, int size) {
        return inFrame(address, size)
                || within(address, size, readStart, readSize)
                || within(address, size, olderStart, olderSize)
                || findReadable(address, size);
    }

    private boolean mayWrite(long address, int size) {
        return inFrame(address, size)
                || within(address, size, writeStart, writeSize)
                || findWritable(address, size);
    }

    private boolean inFrame(long address, long size) {
        long offset = address - stackStart;
        return offset >= live
                && offset < STACK_BYTES
                && (offset & FRAME_STRIDE - 1) <= FRAME_BYTES - size;
    }

    private static boolean within(long address, long size, long start, long bytes) {
        long offset = address - start;
        return offset >= 0 && offset <= bytes - size;
    }

    private boolean findReadable(long address, int size) {
        Region region = lookup(address, size);
        if (region == null) {
            return false;
        }
        olderStart = readStart;
        olderSize = readSize;
        readStart = region.start();
        readSize = region.size();
        return true;
    }

    private boolean findWritable(long address, int size) {
        Region region = lookup(address, size);
        if (region == null) {
            return false;
        }
        if (!region.writable()) {
            throw nearby.readOnly(region, address, size);
        }
        writeStart = region.start();
        writeSize = region.size();
        return true;
    }

    private Region lookup(long address, long size) {
        if (inFrame(address, size)) {
            long frame = address - stackStart & -FRAME_STRIDE;
            return frame(stackStart + frame);
        }
        Region deep = deeper.find(address, size);
        if (deep != null) {
            return deep;
        }
        for (int i = regions.size() - 1; i >= 0; i--) {
            if (regions.get(i).contains(address, size)) {
                return regions.get(i);
            }
        }
        if (packet != null
                && within(address, size, packet.start(), packet.end() - packet.start())) {
            return packetRegion();
        }
        for (JvmMap map : maps) {
            long value = map.valueAt(address);
            if (value != 0 && within(address, size, value, map.valueExtent())) {
                return MapValues.region(map, value);
            }
        }
        return null;
    }

    /// The frames in use, deepest last.
    List<Region> frames() {
        List<Region> frames = new ArrayList<>();
        for (long offset = STACK_BYTES - FRAME_STRIDE; offset >= live; offset -= FRAME_STRIDE) {
            frames.add(frame(stackStart + offset));
        }
        frames.addAll(deeper.frames());
        return frames;
    }

    private static Region frame(long start) {
        return new Region(Kind.STACK, "a stack frame", start, FRAME_BYTES, Access.READ_WRITE);
    }

    private void forget() {
        readSize = 0;
        olderSize = 0;
        writeSize = 0;
    }
}
