package dev.skep.map;

import dev.skep.host.Errno;
import dev.skep.program.MapDefinition;

/// `BPF_MAP_TYPE_HASH` and `BPF_MAP_TYPE_LRU_HASH`: keys of any kind to values. An update replaces
/// the element as a whole; a program that holds a pointer to the old value reads it, or whatever
/// element takes its place, but never foreign memory.
public final class HashTableMap extends JvmMap {
    private final HashTable table;
    private final HashSide programs;

    HashTableMap(MapDefinition definition, Registry registry, MapOptions options) {
        super(definition, registry);
        Values values = new Values.Single(fields, round8(definition.valueSize()), elementTimers());
        table = Tables.create(definition, values, options);
        programs = new HashSide(table, fields);
    }

    @Override
    public ProgramSide programSide() {
        return programs;
    }

    @Override
    public long lookup(long key, int cpu) {
        return programs.lookup(key, cpu);
    }

    @Override
    public long update(long key, long value, long flags, int cpu) {
        return programs.update(key, value, flags, cpu);
    }

    @Override
    public long delete(long key) {
        return programs.delete(key);
    }

    @Override
    public long forEach(int cpu, Visitor visitor) {
        return table.forEach(0, visitor);
    }

    @Override
    public long valueAt(long address) {
        return table.valuesAt(address);
    }

    @Override
    public long keyOf(long value, long room) {
        return table.keyOf(value);
    }

    @Override
    long userLookup(long key, long value) {
        long found = table.find(key);
        if (found == 0) {
            return Errno.ENOENT.result();
        }
        fields.copy(found, value);
        return 0;
    }

    @Override
    long userTake(long key, long value) {
        return table.take(key, value) ? 0 : Errno.ENOENT.result();
    }

    @Override
    long userNextKey(long key, long next) {
        return table.nextKey(key, next);
    }
}
