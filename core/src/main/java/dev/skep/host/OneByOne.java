package dev.skep.host;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Batch operations out of operations on single elements, for hosts and types that have no others.
final class OneByOne {
    private OneByOne() {}

    static BatchResult update(BpfMap map, MapBatch elements, long flags) {
        for (int i = 0; i < elements.count(); i++) {
            try {
                map.update(elements.key(i), elements.value(i), flags);
            } catch (MapException e) {
                return BatchResult.upTo(i, e.errno());
            }
        }
        return BatchResult.all(elements.count());
    }

    static BatchResult delete(BpfMap map, MapBatch keys) {
        for (int i = 0; i < keys.count(); i++) {
            try {
                if (!map.delete(keys.key(i))) {
                    return BatchResult.upTo(i, Errno.ENOENT);
                }
            } catch (MapException e) {
                return BatchResult.upTo(i, e.errno());
            }
        }
        return BatchResult.all(keys.count());
    }

    /// Elements in batches of `size`, each as `read` gives the value of its key. The key behind one
    /// is looked up before that one is read, so that taking it out does not send the walk back.
    static Iterator<MapBatch> walk(BpfMap map, int size, Function<byte[], Optional<byte[]>> read) {
        if (size < 1) {
            throw new IllegalArgumentException("batches of " + size);
        }
        return new Walk(map, size, read);
    }

    private static final class Walk extends BatchWalk {
        private final BpfMap map;
        private final int size;
        private final Function<byte[], Optional<byte[]>> read;
        private Optional<byte[]> next;

        Walk(BpfMap map, int size, Function<byte[], Optional<byte[]>> read) {
            this.map = map;
            this.size = size;
            this.read = read;
        }

        @Override
        protected MapBatch fetch() {
            if (next == null) {
                next = map.nextKey(null);
            }
            List<byte[]> keys = new ArrayList<>();
            List<byte[]> values = new ArrayList<>();
            while (next.isPresent() && keys.size() < size) {
                byte[] key = next.get();
                next = map.nextKey(key);
                read.apply(key)
                        .ifPresent(
                                value -> {
                                    keys.add(key);
                                    values.add(value);
                                });
            }
            return MapBatch.of(keys, values);
        }
    }
}
