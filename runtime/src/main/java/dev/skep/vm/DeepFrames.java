package dev.skep.vm;

import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.vm.Region.Access;
import dev.skep.vm.Region.Kind;
import java.util.ArrayList;
import java.util.List;

/// The stack frames beyond those that a program comes to by itself: a function that makes a tail
/// call leaves the frames of its callers behind, and the program that follows nests as deep again.
/// Few runs have any, so there is no memory for them before the first.
final class DeepFrames {
    /// There are gaps between frames, so that leaving one at either end is noticed.
    private static final int STRIDE = 2 * Memory.FRAME_BYTES;

    private static final int FRAMES = 32;

    private final List<Block> chunks = new ArrayList<>();
    private int used;
    private int dirty;

    /// Makes so many frames the ones in use, and returns the address behind the deepest one.
    long use(int frames) {
        used = frames;
        dirty = Math.max(dirty, used);
        while (chunks.size() * FRAMES < used) {
            chunks.add(new Block((long) FRAMES * STRIDE, STRIDE));
        }
        return start(used - 1) + Memory.FRAME_BYTES;
    }

    /// None is in use any more.
    void leave() {
        used = 0;
    }

    /// Fills the frames that were used with zeros.
    void clear() {
        for (int i = 0; i < dirty; i++) {
            OffHeap.clear(start(i), Memory.FRAME_BYTES);
        }
        used = 0;
        dirty = 0;
    }

    /// The frame in use that holds these bytes, `null` if none does.
    Region find(long address, long size) {
        for (int i = used - 1; i >= 0; i--) {
            Region frame = frame(i);
            if (frame.contains(address, size)) {
                return frame;
            }
        }
        return null;
    }

    /// The frames in use, deepest last.
    List<Region> frames() {
        List<Region> frames = new ArrayList<>();
        for (int i = 0; i < used; i++) {
            frames.add(frame(i));
        }
        return frames;
    }

    private Region frame(int index) {
        return new Region(
                Kind.STACK, "a stack frame", start(index), Memory.FRAME_BYTES, Access.READ_WRITE);
    }

    private long start(int index) {
        return chunks.get(index / FRAMES).address() + (long) index % FRAMES * STRIDE;
    }
}
