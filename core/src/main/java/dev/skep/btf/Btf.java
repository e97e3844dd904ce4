package dev.skep.btf;

/// A BTF type graph.
public final class Btf {
    Btf() {}
}
