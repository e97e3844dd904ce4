package dev.skep.cli;

import dev.skep.object.KernelSymbols;
import dev.skep.spec.Kfuncs;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/// The symbols of a kernel that is not known, or not completely, because modules add to it: what
/// programs cannot do without exists, under a made-up number. Programs carry the names behind the
/// numbers, so that a verifier knows what is meant.
final class AssumedSymbols implements KernelSymbols {
    /// Beyond the ids of any kernel's types.
    private static final int FIRST_ID = 1 << 29;

    /// Where x86-64 kernels have their code; no program may look behind such an address.
    private static final long FIRST_ADDRESS = 0xffff_ffff_8100_0000L;

    private final Supplier<Optional<KernelSymbols>> kernel;
    private final Set<String> dispensable;
    private final Map<String, Integer> invented = new HashMap<>();

    /// @param kernel what is known; asked only if there is a name to look for
    /// @param dispensable names that a known kernel need not have
    AssumedSymbols(Supplier<Optional<KernelSymbols>> kernel, Set<String> dispensable) {
        this.kernel = kernel;
        this.dispensable = dispensable;
    }

    @Override
    public OptionalLong address(String name) {
        return OptionalLong.of(FIRST_ADDRESS + 16L * number(name));
    }

    @Override
    public OptionalInt variable(String name) {
        return id(name, symbols -> symbols.variable(name), !dispensable.contains(name));
    }

    /// Where no kernel is known, Linux 6.18 is meant.
    @Override
    public OptionalInt function(String name) {
        return id(name, symbols -> symbols.function(name), Kfuncs.byName(name).isPresent());
    }

    /// @param usual whether a kernel of which nothing is known has it
    private OptionalInt id(
            String name, Function<KernelSymbols, OptionalInt> search, boolean usual) {
        Optional<OptionalInt> found = kernel.get().map(search);
        if (found.isPresent() && found.get().isPresent()) {
            return found.get();
        }
        boolean missing = dispensable.contains(name) && (found.isPresent() || !usual);
        return missing ? OptionalInt.empty() : OptionalInt.of(FIRST_ID + number(name));
    }

    private synchronized int number(String name) {
        return invented.computeIfAbsent(name, _ -> invented.size());
    }
}
