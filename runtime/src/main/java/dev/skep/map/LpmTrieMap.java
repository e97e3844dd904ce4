package dev.skep.map;

import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_LPM_TRIE`: prefixes to values; a look-up finds the value of the longest prefix
/// that fits its key (`Documentation/bpf/map_lpm_trie.rst`). A key is the length of the prefix in
/// bits (4 bytes) and its bits, the most significant one first.
public final class LpmTrieMap extends JvmMap {
    private final LpmTrie trie;

    LpmTrieMap(MapDefinition definition, Registry registry, MapOptions options) {
        super(definition, registry);
        int bits = (definition.keySize() - Integer.BYTES) * Byte.SIZE;
        LpmNodes nodes = LpmNodes.of(definition, options.memoryLimit());
        trie = LpmTrie.of(bits, definition.maxEntries(), nodes);
    }

    @Override
    public ProgramSide programSide() {
        return trie;
    }

    @Override
    public long lookup(long key, int cpu) {
        return trie.lookup(key, cpu);
    }

    @Override
    public long update(long key, long value, long flags, int cpu) {
        return trie.update(key, value, flags, cpu);
    }

    @Override
    public long delete(long key) {
        return trie.delete(key);
    }

    @Override
    long userNextKey(long key, long next) {
        return trie.nextKey(key, next);
    }

    @Override
    public long valueAt(long address) {
        return trie.nodes().valueAt(address);
    }
}
