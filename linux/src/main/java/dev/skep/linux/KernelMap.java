package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.host.BatchResult;
import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.EventSink;
import dev.skep.host.EventStream;
import dev.skep.host.MapBatch;
import dev.skep.host.MapException;
import dev.skep.linux.sys.BatchElements;
import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.MapElements;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.spec.MapType;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;

/// A map in the kernel. What the kernel refuses is a [MapException] with its errno.
public final class KernelMap implements BpfMap {
    private final MapDefinition definition;
    private final MapShape shape;
    private final Descriptor descriptor;
    private final MapElements elements;
    private final KernelBatches batches;
    private final Consumer<KernelMap> closed;
    private EventSource events;
    private UserRing sending;
    private SharedMemory memory;

    /// A map behind `descriptor`, which it closes; `closed` hears of it.
    KernelMap(MapDefinition definition, Descriptor descriptor, Consumer<KernelMap> closed) {
        this.definition = definition;
        this.shape = MapShape.of(definition);
        this.descriptor = descriptor;
        this.elements = new MapElements(descriptor);
        this.batches =
                new KernelBatches(this, new BatchElements(descriptor, shape.key(), shape.value()));
        this.closed = closed;
    }

    /// The map's file descriptor, which is also what user space writes into maps of maps.
    ///
    /// @throws IllegalStateException if it is closed
    public int fileDescriptor() {
        return descriptor.number();
    }

    /// How many values an element has: one for each possible CPU in per-CPU maps, else one.
    public int valuesPerElement() {
        return definition.type().perCpu() ? Machine.possibleCpus() : 1;
    }

    Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public MapDefinition definition() {
        return definition;
    }

    @Override
    public Optional<byte[]> lookup(byte[] key) {
        checkLength("key", key, shape.lookupKey());
        return operate(
                "lookup",
                () ->
                        definition.type() == MapType.BLOOM_FILTER
                                ? elements.lookupInFilter(key)
                                : elements.lookup(key, shape.value()));
    }

    @Override
    public void update(byte[] key, byte[] value, long flags) {
        checkLength("key", key, shape.key());
        checkLength("value", value, shape.value());
        operate(
                "update",
                () -> {
                    elements.update(key, value, flags);
                    return null;
                });
    }

    @Override
    public boolean delete(byte[] key) {
        checkLength("key", key, shape.key());
        return operate("delete", () -> elements.delete(key));
    }

    @Override
    public Optional<byte[]> lookupAndDelete(byte[] key) {
        checkLength("key", key, shape.key());
        return operate("lookup and delete", () -> elements.take(key, shape.value()));
    }

    @Override
    public Optional<byte[]> nextKey(byte[] key) {
        if (key != null) {
            checkLength("key", key, shape.key());
        }
        return operate("next key", () -> elements.nextKey(key, shape.key()));
    }

    @Override
    public Iterator<MapBatch> batches(int size) {
        return batches.walk(batches.lookups(), size, () -> BpfMap.super.batches(size));
    }

    @Override
    public Iterator<MapBatch> takeBatches(int size) {
        return batches.walk(batches.takes(), size, () -> BpfMap.super.takeBatches(size));
    }

    @Override
    public BatchResult updateAll(MapBatch elements, long flags) {
        if (elements.count() == 0) {
            return BatchResult.all(0);
        }
        checkLength("key", elements.key(0), shape.key());
        checkLength("value", elements.value(0), shape.value());
        return operate(
                "update batch", () -> batches.update(elements, flags, BpfMap.super::updateAll));
    }

    @Override
    public BatchResult deleteAll(MapBatch keys) {
        if (keys.count() == 0) {
            return BatchResult.all(0);
        }
        checkLength("key", keys.key(0), shape.key());
        return operate("delete batch", () -> batches.delete(keys, BpfMap.super::deleteAll));
    }

    @Override
    public void freeze() {
        operate(
                "freeze",
                () -> {
                    elements.freeze();
                    return null;
                });
    }

    /// What programs sent. All streams of a map read from the same place: a record goes to one of
    /// them. Records of perf-event arrays are padded with zeroes to 4 bytes more than a multiple of
    /// 8, which the kernel does; the ring buffer's own losses it does not count, programs do.
    @Override
    public synchronized EventStream events() {
        if (descriptor.closed()) {
            throw closedAlready();
        }
        if (events == null) {
            events = operate("events", () -> EventSource.of(this));
        }
        return events;
    }

    @Override
    public synchronized MemorySegment memory() {
        if (descriptor.closed()) {
            throw closedAlready();
        }
        if (memory == null) {
            memory = operate("memory", () -> SharedMemory.open(this));
        }
        return memory.values();
    }

    @Override
    public synchronized EventSink sink() {
        if (descriptor.closed()) {
            throw closedAlready();
        }
        if (definition.type() != MapType.USER_RINGBUF) {
            throw new MapException(
                    Errno.EINVAL,
                    Diagnostic.of(
                                    KernelCode.MAP_OPERATION,
                                    "a map of type " + definition.type() + " takes no records")
                            .at(KernelMaps.place(definition))
                            .fix("send through a user ring buffer"));
        }
        if (sending == null) {
            sending = operate("sink", () -> UserRing.open(this));
        }
        return sending.sink();
    }

    @Override
    public synchronized void close() {
        if (descriptor.closed()) {
            return;
        }
        closed.accept(this);
        descriptor.close();
        if (events != null) {
            events.close();
        }
        if (sending != null) {
            sending.close();
        }
        if (memory != null) {
            memory.close();
        }
    }

    /// Something that the kernel may refuse.
    private interface Operation<T> {
        T perform() throws RefusedCall;
    }

    private <T> T operate(String name, Operation<T> operation) {
        try {
            return operation.perform();
        } catch (RefusedCall e) {
            if (descriptor.closed()) {
                throw closedAlready();
            }
            throw Refusals.ofMap(KernelCode.MAP_OPERATION, name, definition, e);
        }
    }

    /// The exception for an operation that the kernel refused with that error number.
    RuntimeException refused(String operation, int errno) {
        return descriptor.closed()
                ? closedAlready()
                : Refusals.ofMap(
                        KernelCode.MAP_OPERATION,
                        operation,
                        definition,
                        RefusedCall.of(operation, errno));
    }

    private MapException closedAlready() {
        return new MapException(
                Errno.EBADF,
                Diagnostic.of(KernelCode.MAP_OPERATION, "the map is closed")
                        .at(KernelMaps.place(definition)));
    }

    private void checkLength(String what, byte[] bytes, int expected) {
        if (bytes.length != expected) {
            throw new MapException(
                    Errno.EINVAL,
                    Diagnostic.of(
                                    KernelCode.LENGTH,
                                    "the %s has %d bytes; this map takes %d"
                                            .formatted(what, bytes.length, expected))
                            .at(KernelMaps.place(definition)));
        }
    }
}
