package dev.skep.verify.rule;

import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;

/// What the arguments of one call say. Filled while they are checked.
final class CallFacts {
    /// No key that is known.
    static final long NO_KEY = -1;

    private Register mapArgument;
    private int ref;
    private int released;
    private HelperMemory.Fill fill = HelperMemory.Fill.NONE;
    private int size;
    private long mostSize;
    private int subprogram = -1;
    private long key = NO_KEY;
    private Register first;

    /// The map that was passed, or `null`.
    MapObject map() {
        return mapArgument == null ? null : mapArgument.map();
    }

    /// The register that passed it, or `null`.
    Register mapArgument() {
        return mapArgument;
    }

    void setMapArgument(Register mapArgument) {
        this.mapArgument = mapArgument;
    }

    /// The reference among the arguments, 0 for none.
    int ref() {
        return ref;
    }

    void setRef(int ref) {
        this.ref = ref;
    }

    /// The register that gives something back, 0 for none.
    int released() {
        return released;
    }

    void setReleased(int released) {
        this.released = released;
    }

    /// The memory that the call fills.
    HelperMemory.Fill fill() {
        return fill;
    }

    void setFill(HelperMemory.Fill fill) {
        this.fill = fill;
    }

    /// The constant size that was passed.
    int size() {
        return size;
    }

    void setSize(int size) {
        this.size = size;
    }

    /// The most that a size that was passed may be.
    long mostSize() {
        return mostSize;
    }

    void setMostSize(long mostSize) {
        this.mostSize = mostSize;
    }

    /// The function that was passed, -1 for none.
    int subprogram() {
        return subprogram;
    }

    void setSubprogram(int subprogram) {
        this.subprogram = subprogram;
    }

    /// The key, if it is a known number, or [#NO_KEY].
    long key() {
        return key;
    }

    void setKey(long key) {
        this.key = key;
    }

    /// What r1 held.
    Register first() {
        return first;
    }

    void setFirst(Register first) {
        this.first = first;
    }
}
