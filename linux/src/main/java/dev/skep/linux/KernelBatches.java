package dev.skep.linux;

import dev.skep.host.BatchResult;
import dev.skep.host.BatchWalk;
import dev.skep.host.Errno;
import dev.skep.host.MapBatch;
import dev.skep.linux.sys.BatchElements;
import dev.skep.linux.sys.RefusedCall;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Batch operations on a map in the kernel. Where the kernel or the type has none, or does not take
/// the flags for many elements at once, the same is done element by element.
final class KernelBatches {
    private final KernelMap map;
    private final BatchElements elements;

    KernelBatches(KernelMap map, BatchElements elements) {
        this.map = map;
        this.elements = elements;
    }

    /// Walks over the elements.
    ///
    /// @param single the same, element by element
    Iterator<MapBatch> walk(
            BatchElements.Walk walk, int size, Supplier<Iterator<MapBatch>> single) {
        if (size < 1) {
            throw new IllegalArgumentException("batches of " + size);
        }
        long most = Integer.toUnsignedLong(map.definition().maxEntries());
        return new Batches(map, walk, Math.clamp(most, 1, size), single);
    }

    BatchElements.Walk lookups() {
        return elements.lookups();
    }

    BatchElements.Walk takes() {
        return elements.takes();
    }

    BatchResult update(MapBatch batch, long flags, SingleUpdates single) throws RefusedCall {
        BatchElements.Outcome outcome =
                elements.update(batch.keys(), batch.values(), batch.count(), flags);
        return finish(batch, outcome, "update batch", rest -> single.update(rest, flags));
    }

    BatchResult delete(MapBatch keys, SingleDeletes single) throws RefusedCall {
        BatchElements.Outcome outcome = elements.delete(keys.keys(), keys.count());
        return finish(keys, outcome, "delete batch", single::delete);
    }

    /// Stores one after the other.
    @FunctionalInterface
    interface SingleUpdates {
        BatchResult update(MapBatch batch, long flags);
    }

    /// Removes one after the other.
    @FunctionalInterface
    interface SingleDeletes {
        BatchResult delete(MapBatch keys);
    }

    private BatchResult finish(
            MapBatch batch, BatchElements.Outcome outcome, String operation, SingleDeletes single) {
        if (outcome.errno() == 0) {
            return BatchResult.all(batch.count());
        }
        Errno errno =
                Errno.ofNumber(outcome.errno())
                        .orElseThrow(() -> map.refused(operation, outcome.errno()));
        if (!unsupported(errno)) {
            return BatchResult.upTo(outcome.count(), errno);
        }
        int done = outcome.count();
        BatchResult others = single.delete(behind(batch, done));
        return new BatchResult(done + others.count(), others.refusal());
    }

    private static MapBatch behind(MapBatch batch, int done) {
        return new MapBatch(
                batch.count() - done,
                BatchElements.rest(batch.keys(), batch.count(), done),
                BatchElements.rest(batch.values(), batch.count(), done));
    }

    /// `EINVAL` is also what kernels say that do not know the command.
    private static boolean unsupported(Errno errno) {
        return errno == Errno.EINVAL || errno == Errno.ENOTSUPP || errno == Errno.EOPNOTSUPP;
    }

    private static final class Batches extends BatchWalk {
        private static final MapBatch NOTHING = MapBatch.of(List.of(), List.of());

        private final KernelMap map;
        private final BatchElements.Walk walk;
        private final Supplier<Iterator<MapBatch>> single;
        private int size;
        private Iterator<MapBatch> instead;
        private boolean ended;

        Batches(
                KernelMap map,
                BatchElements.Walk walk,
                int size,
                Supplier<Iterator<MapBatch>> single) {
            this.map = map;
            this.walk = walk;
            this.size = size;
            this.single = single;
        }

        @Override
        protected MapBatch fetch() {
            while (instead == null && !ended) {
                Optional<MapBatch> read = read();
                if (read.isPresent()) {
                    return read.get();
                }
            }
            return instead != null && instead.hasNext() ? instead.next() : NOTHING;
        }

        /// Empty if there was not enough room for the elements that belong together, at the end,
        /// and where it goes on element by element.
        private Optional<MapBatch> read() {
            try {
                Optional<BatchElements.Page> page = walk.next(size);
                if (page.isEmpty()) {
                    size = Math.multiplyExact(size, 2);
                    return Optional.empty();
                }
                BatchElements.Page read = page.get();
                ended = read.last() == BatchElements.State.END;
                return Optional.of(new MapBatch(read.count(), read.keys(), read.values()))
                        .filter(batch -> batch.count() > 0);
            } catch (RefusedCall e) {
                boolean none =
                        Errno.ofNumber(e.errno()).filter(KernelBatches::unsupported).isPresent();
                if (!none || !walk.atStart()) {
                    throw map.refused("read batch", e.errno());
                }
                instead = single.get();
                return Optional.empty();
            }
        }
    }
}
