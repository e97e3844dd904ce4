package dev.skep.host;

import java.util.Iterator;
import java.util.NoSuchElementException;

/// A walk over the elements of a map in batches, for hosts to build theirs on. For one thread.
public abstract class BatchWalk implements Iterator<MapBatch> {
    private MapBatch ready;

    /// For hosts.
    protected BatchWalk() {}

    /// The next elements; none at the end, where it may be asked again.
    protected abstract MapBatch fetch();

    @Override
    public final boolean hasNext() {
        if (ready == null) {
            ready = fetch();
        }
        return ready.count() > 0;
    }

    @Override
    public final MapBatch next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        MapBatch batch = ready;
        ready = null;
        return batch;
    }
}
