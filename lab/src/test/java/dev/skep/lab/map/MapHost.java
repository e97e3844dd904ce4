package dev.skep.lab.map;

import dev.skep.host.BpfMap;
import dev.skep.program.MapDefinition;

/// What the map contract is held against: whatever can create maps.
interface MapHost {
    /// Creates a map, or throws what the port says.
    BpfMap create(MapDefinition definition);

    /// The value that puts `inner` into a map of maps.
    byte[] reference(BpfMap inner);

    /// How many values a per-CPU element has.
    int cpus();
}
