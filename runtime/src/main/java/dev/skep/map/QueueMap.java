package dev.skep.map;

import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_QUEUE`: values, first in, first out; full, it drops the oldest one for a push with
/// `BPF_EXIST`.
public final class QueueMap extends Sequence {
    QueueMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
    }

    @Override
    long next(long count) {
        return 0;
    }
}
