package dev.skep.cli;

import dev.skep.object.KernelSymbols;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The symbols of a kernel that is not known, or not completely, because modules add to it: what an
/// object cannot do without exists, under a made-up number. Programs carry the names behind the
/// numbers, so that a verifier knows what is meant.
final class AssumedSymbols implements KernelSymbols {
    /// Beyond the ids of any kernel's types.
    private static final int FIRST_ID = 1 << 29;

    /// Where x86-64 kernels have their code; no program may look behind such an address.
    private static final long FIRST_ADDRESS = 0xffff_ffff_8100_0000L;

    private final KernelSymbols known;
    private final Set<String> dispensable;
    private final Map<String, Integer> invented = new ConcurrentHashMap<>();

    /// Asks `known` first.
    ///
    /// @param dispensable names that count as missing unless they are known
    AssumedSymbols(KernelSymbols known, Set<String> dispensable) {
        this.known = known;
        this.dispensable = dispensable;
    }

    @Override
    public OptionalLong address(String name) {
        return dispensable.contains(name)
                ? OptionalLong.empty()
                : OptionalLong.of(FIRST_ADDRESS + 16L * number(name));
    }

    @Override
    public OptionalInt variable(String name) {
        return or(known.variable(name), name);
    }

    @Override
    public OptionalInt function(String name) {
        return or(known.function(name), name);
    }

    private OptionalInt or(OptionalInt id, String name) {
        return id.isPresent() || dispensable.contains(name)
                ? id
                : OptionalInt.of(FIRST_ID + number(name));
    }

    private int number(String name) {
        return invented.computeIfAbsent(name, _ -> invented.size());
    }
}
