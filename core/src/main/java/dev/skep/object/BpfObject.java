package dev.skep.object;

/// A BPF object: its maps, globals and programs.
public final class BpfObject {
    BpfObject() {}
}
