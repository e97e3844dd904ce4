package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.Region;
import java.util.Map;

/// The open-coded iterator over numbers: 8 bytes on the stack, the number that was given last and
/// the one to stop before, both 32 bits and signed. A checked run keeps account of the iterators
/// that a program has made; a verifier has seen to it that others destroy what they make.
public final class NumberIterator {
    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "bpf_iter_num_new", NumberIterator::create,
                    "bpf_iter_num_next", NumberIterator::next,
                    "bpf_iter_num_destroy", NumberIterator::destroy);

    /// How many numbers an iterator gives at most: `BPF_MAX_LOOPS`.
    public static final long MOST = 8 * 1024 * 1024;

    /// Where the end stands, from the iterator's address; the number stands at 0.
    private static final int END = 4;

    private NumberIterator() {}

    private static long create(
            Execution run, long iterator, long start, long end, long r4, long r5) {
        if (run.checked()) {
            if (run.holds(iterator)) {
                throw run.fault(
                        "there is an iterator at 0x%x already".formatted(iterator),
                        "expected uninitialized iter_num as arg #0");
            }
            run.hold(Region.iterator(iterator, Long.BYTES), () -> {});
        }
        int first = (int) start;
        int limit = (int) end;
        OffHeap.putLong(iterator, 0);
        if (first > limit) {
            return Errno.EINVAL.result();
        }
        if ((long) limit - first > MOST) {
            return Errno.E2BIG.result();
        }
        OffHeap.putInt(iterator, first - 1);
        OffHeap.putInt(iterator + END, limit);
        return 0;
    }

    private static long next(Execution run, long iterator, long r2, long r3, long r4, long r5) {
        demand(run, run.checked() && !run.holds(iterator), iterator);
        int number = OffHeap.getInt(iterator) + 1;
        if (number >= OffHeap.getInt(iterator + END)) {
            OffHeap.putLong(iterator, 0);
            return 0;
        }
        OffHeap.putInt(iterator, number);
        return iterator;
    }

    private static long destroy(Execution run, long iterator, long r2, long r3, long r4, long r5) {
        demand(run, !run.release(iterator), iterator);
        OffHeap.putLong(iterator, 0);
        return 0;
    }

    private static void demand(Execution run, boolean missing, long iterator) {
        if (missing) {
            throw run.fault(
                    "there is no iterator at 0x%x".formatted(iterator),
                    "expected an initialized iter_num as arg #0");
        }
    }
}
