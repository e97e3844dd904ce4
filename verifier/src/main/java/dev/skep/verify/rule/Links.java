package dev.skep.verify.rule;

import dev.skep.isa.AluOp;
import dev.skep.isa.Width;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.State;
import dev.skep.verify.flow.LiveRegisters;
import java.util.ArrayList;
import java.util.List;

/// The registers and stack slots that share an id: copies of one number, some at a constant
/// distance. What a branch teaches of one it teaches of all.
///
/// Up to six are remembered in the path's history, packed into 64 bits: four bits for their number
/// and ten for each (three for the frame, six for the register or slot, one to tell which).
public final class Links {
    private static final int MOST = 6;
    private static final int COUNT_BITS = 4;
    private static final int ENTRY_BITS = 10;
    private static final int INDEX_SHIFT = 3;
    private static final int REGISTER_SHIFT = 9;

    private final List<Integer> entries = new ArrayList<>();

    /// Collects what has the id of `register` and is still read. What finds no room loses its id.
    public void collect(State state, Register register, LiveRegisters live) {
        int id = register.id();
        for (int f = state.depth(); f >= 0; f--) {
            Frame frame = state.frame(f);
            int alive = live.before(state.slotOf(f));
            for (int r = 0; r < 10; r++) {
                Register other = frame.get(r);
                if ((alive >>> r & 1) != 0
                        && other.kind() == Kind.SCALAR
                        && other.id() == id
                        && !add(entry(f, r, true))) {
                    frame.set(r, other.unlinked());
                }
            }
            for (int s = 0; s < frame.slots(); s++) {
                var slot = frame.slot(s);
                if (slot.isScalarSpill() && slot.spilled().id() == id && !add(entry(f, s, false))) {
                    frame.setSlot(s, slot.with(slot.spilled().unlinked()));
                }
            }
        }
    }

    private boolean add(int entry) {
        if (entries.contains(entry)) {
            return true;
        }
        return entries.size() < MOST && entries.add(entry);
    }

    private static int entry(int frame, int index, boolean register) {
        return frame | index << INDEX_SHIFT | (register ? 1 << REGISTER_SHIFT : 0);
    }

    /// How many there are.
    public int size() {
        return entries.size();
    }

    /// All in 64 bits.
    public long packed() {
        long packed = entries.size();
        for (int i = 0; i < entries.size(); i++) {
            packed |= (long) entries.get(i) << COUNT_BITS + i * ENTRY_BITS;
        }
        return packed;
    }

    /// How many entries a packed value has.
    public static int count(long packed) {
        return (int) packed & (1 << COUNT_BITS) - 1;
    }

    /// An entry of a packed value.
    private static int at(long packed, int index) {
        return (int) (packed >>> COUNT_BITS + index * ENTRY_BITS) & (1 << ENTRY_BITS) - 1;
    }

    /// The frame of an entry.
    public static int frame(long packed, int index) {
        return at(packed, index) & (1 << INDEX_SHIFT) - 1;
    }

    /// The register or slot of an entry.
    public static int index(long packed, int index) {
        return at(packed, index) >>> INDEX_SHIFT & (1 << REGISTER_SHIFT - INDEX_SHIFT) - 1;
    }

    /// Whether an entry is a register.
    public static boolean isRegister(long packed, int index) {
        return at(packed, index) >>> REGISTER_SHIFT != 0;
    }

    /// Gives all of them in `state` what is known of `known`.
    public void spread(State state, Register known) {
        long packed = packed();
        for (int i = 0; i < entries.size(); i++) {
            Frame frame = state.frame(frame(packed, i));
            int index = index(packed, i);
            if (isRegister(packed, i)) {
                Register old = frame.get(index);
                Register now = adapted(old, known);
                if (now != old) {
                    frame.set(index, now);
                }
            } else {
                var slot = frame.slot(index);
                Register now = adapted(slot.spilled(), known);
                if (now != slot.spilled()) {
                    frame.setSlot(index, slot.with(now));
                }
            }
        }
    }

    private static Register adapted(Register old, Register known) {
        if (old.kind() != Kind.SCALAR || old.id() != known.id() || old == known) {
            return old;
        }
        if (mixed(old, known)) {
            return old;
        }
        boolean distant = old.isDistant() || known.isDistant();
        if (!distant || old.offset() == known.offset()) {
            return known;
        }
        Scalar delta = Scalar.of((long) old.offset() - known.offset());
        Scalar moved = known.scalar().alu(AluOp.ADD, width(old, known), delta);
        return old.withScalar(moved).precise(known.precise());
    }

    /// A distance in 32 bits says nothing of one in 64 bits.
    private static boolean mixed(Register old, Register known) {
        return old.has(Register.DISTANT_32) && known.has(Register.DISTANT)
                || old.has(Register.DISTANT) && known.has(Register.DISTANT_32);
    }

    private static Width width(Register old, Register known) {
        boolean narrow = old.has(Register.DISTANT_32) || known.has(Register.DISTANT_32);
        return narrow ? Width.W32 : Width.W64;
    }
}
