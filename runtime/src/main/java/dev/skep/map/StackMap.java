package dev.skep.map;

import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_STACK`: values, last in, first out; full, it drops the oldest one for a push with
/// `BPF_EXIST`.
public final class StackMap extends Sequence {
    StackMap(MapDefinition definition, Registry registry) {
        super(definition, registry);
    }

    @Override
    long next(long count) {
        return count - 1;
    }
}
