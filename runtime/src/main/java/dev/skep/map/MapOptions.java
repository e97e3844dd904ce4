package dev.skep.map;

/// What a host decides about its maps.
///
/// @param cpus how many possible CPUs there are: so many values has a per-CPU element; at least 1
/// @param memoryLimit how many bytes one map may take
/// @param hashSeed where the hash functions start, except with `BPF_F_ZERO_SEED`
public record MapOptions(int cpus, long memoryLimit, int hashSeed) {
    /// @throws IllegalArgumentException if a number is out of range
    public MapOptions {
        if (cpus < 1 || memoryLimit < 0) {
            throw new IllegalArgumentException("cpus " + cpus + ", memory limit " + memoryLimit);
        }
    }

    /// As many CPUs as this JVM has, as much memory as its heap may have, a seed of 0: runs can be
    /// repeated.
    public static MapOptions defaults() {
        Runtime runtime = Runtime.getRuntime();
        return new MapOptions(runtime.availableProcessors(), runtime.maxMemory(), 0);
    }

    /// The same options with another number of CPUs.
    public MapOptions withCpus(int cpus) {
        return new MapOptions(cpus, memoryLimit, hashSeed);
    }

    /// The same options with another limit.
    public MapOptions withMemoryLimit(long memoryLimit) {
        return new MapOptions(cpus, memoryLimit, hashSeed);
    }
}
