package dev.skep.verify.path;

import dev.skep.verify.VerifiedProgram.Direction;
import dev.skep.verify.VerifiedProgram.Region;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Target;
import java.util.Arrays;
import java.util.BitSet;

/// What the walk found out of each instruction, over all paths.
public final class Findings {
    private static final int UNKNOWN = -2;
    private static final int SEVERAL = -1;

    private final BitSet reached = new BitSet();
    private final BitSet jumped = new BitSet();
    private final BitSet fell = new BitSet();
    private final BitSet nulls = new BitSet();
    private final Region[] regions;
    private final int[] maps;

    Findings(int size) {
        this.regions = new Region[size];
        this.maps = new int[size];
        Arrays.fill(maps, UNKNOWN);
    }

    void reach(int slot) {
        reached.set(slot);
    }

    void access(int slot, Register pointer) {
        Region region = region(pointer.kind());
        regions[slot] = regions[slot] == null || regions[slot] == region ? region : Region.MIXED;
        use(slot, pointer);
    }

    void use(int slot, Register pointer) {
        int map = pointer.target() instanceof Target.InMap in ? in.map().index() : SEVERAL;
        maps[slot] = maps[slot] == UNKNOWN || maps[slot] == map ? map : SEVERAL;
    }

    void branch(int slot, boolean jumps) {
        (jumps ? jumped : fell).set(slot);
    }

    void handsNull(int slot) {
        nulls.set(slot);
    }

    /// Whether the call at `slot` may hand NULL to a function that does not expect it.
    public boolean mayHandNull(int slot) {
        return nulls.get(slot);
    }

    private static Region region(Kind kind) {
        return switch (kind) {
            case STACK -> Region.STACK;
            case CONTEXT -> Region.CONTEXT;
            case MAP_VALUE, MAP_KEY -> Region.MAP;
            case PACKET, PACKET_META, PACKET_END -> Region.PACKET;
            case MEMORY, BUFFER, TRACEPOINT_BUFFER, ARENA -> Region.MEMORY;
            case FLOW_KEYS, SOCKET, SOCKET_COMMON, TCP_SOCKET -> Region.SOCKET;
            case XDP_SOCKET, BTF, MAP, DYNPTR -> Region.KERNEL;
            case UNWRITTEN, SCALAR, FUNCTION, ITERATOR -> Region.MIXED;
        };
    }

    /// Whether any path came to the instruction at `slot`.
    public boolean reached(int slot) {
        return reached.get(slot);
    }

    /// What the instruction at `slot` accesses, or `null`.
    public Region region(int slot) {
        return regions[slot];
    }

    /// The index of the map that the instruction at `slot` uses on all paths, or -1.
    public int map(int slot) {
        return Math.max(maps[slot], SEVERAL);
    }

    /// Where the branch at `slot` goes, or `null`.
    public Direction direction(int slot) {
        if (jumped.get(slot)) {
            return fell.get(slot) ? Direction.BOTH : Direction.JUMPS;
        }
        return fell.get(slot) ? Direction.FALLS_THROUGH : null;
    }
}
