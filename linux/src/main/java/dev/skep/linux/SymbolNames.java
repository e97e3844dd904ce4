package dev.skep.linux;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Names of the running kernel's functions by address: what `/proc/kallsyms` shows this user.
public final class SymbolNames {
    private final Map<Long, String> names;

    private SymbolNames(Map<Long, String> names) {
        this.names = names;
    }

    /// Those of the running kernel; none where this user may not see addresses.
    ///
    /// @throws java.io.UncheckedIOException if they cannot be read
    public static SymbolNames ofKernel() {
        return new SymbolNames(new RunningKernel().symbolNames());
    }

    /// What starts at that address.
    public Optional<String> at(long address) {
        return address == 0 ? Optional.empty() : Optional.ofNullable(names.get(address));
    }

    /// The address of a symbol.
    public OptionalLong address(String name) {
        return names.entrySet().stream()
                .filter(e -> e.getValue().equals(name))
                .mapToLong(Map.Entry::getKey)
                .findFirst();
    }
}
