package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.map.JvmMap;
import dev.skep.map.UserRingBufferMap;
import dev.skep.memory.OffHeap;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.MapFunction;
import dev.skep.vm.Region;
import java.util.Map;

/// Memory of a size that is known only at run time, behind a checked pointer.
final class DynptrHelpers {
    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "dynptr_from_mem", DynptrHelpers::fromMemory,
                    "dynptr_read", DynptrHelpers::read,
                    "dynptr_write", DynptrHelpers::write,
                    "dynptr_data", DynptrHelpers::data,
                    "ringbuf_submit_dynptr", DynptrHelpers::submit,
                    "ringbuf_discard_dynptr", DynptrHelpers::discard);

    static final Map<String, MapFunction> ON_MAPS =
            Map.of(
                    "ringbuf_reserve_dynptr", DynptrHelpers::reserve,
                    "user_ringbuf_drain", DynptrHelpers::drain);

    private DynptrHelpers() {}

    private static long fromMemory(
            Execution run, long data, long size, long flags, long pointer, long r5) {
        Dynptr.NULL.store(pointer);
        if (Arguments.unsigned(size) > Dynptr.MAX_SIZE) {
            return Errno.E2BIG.result();
        }
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        new Dynptr(data, Arguments.unsigned(size)).store(pointer);
        return 0;
    }

    private static long read(
            Execution run, long to, long length, long source, long offset, long flags) {
        Dynptr from = Dynptr.at(source);
        long refusal = refusal(from, offset, length, flags);
        if (refusal == 0) {
            long address = from.data() + Arguments.unsigned(offset);
            run.memory().requireReadable(address, Arguments.unsigned(length));
            OffHeap.copy(address, to, Arguments.unsigned(length));
        }
        return refusal;
    }

    private static long write(
            Execution run, long target, long offset, long from, long length, long flags) {
        Dynptr to = Dynptr.at(target);
        long refusal = refusal(to, offset, length, flags);
        if (refusal == 0) {
            long address = to.data() + Arguments.unsigned(offset);
            run.memory().requireWritable(address, Arguments.unsigned(length));
            OffHeap.copy(from, address, Arguments.unsigned(length));
        }
        return refusal;
    }

    private static long refusal(Dynptr pointer, long offset, long length, long flags) {
        return pointer.isNull() || flags != 0
                ? Errno.EINVAL.result()
                : pointer.check(Arguments.unsigned(offset), Arguments.unsigned(length));
    }

    /// Needs no check of its own: the program's accesses through the result are checked.
    private static long data(
            Execution run, long pointer, long offset, long length, long r4, long r5) {
        Dynptr source = Dynptr.at(pointer);
        boolean inside = source.check(Arguments.unsigned(offset), Arguments.unsigned(length)) == 0;
        return inside ? source.data() + Arguments.unsigned(offset) : 0;
    }

    private static long reserve(
            Execution run, JvmMap map, long size, long flags, long pointer, long d) {
        Dynptr.NULL.store(pointer);
        long bytes = Arguments.unsigned(size);
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        if (bytes > Dynptr.MAX_SIZE) {
            return Errno.E2BIG.result();
        }
        long record = Records.reserve(run, RingBufferHelpers.ring(run, map), bytes, 0);
        if (record == 0) {
            return Errno.EINVAL.result();
        }
        new Dynptr(record, bytes).store(pointer);
        return 0;
    }

    private static long drain(
            Execution run, JvmMap map, long callback, long context, long flags, long d) {
        UserRingBufferMap ring = Arguments.map(run, map, UserRingBufferMap.class);
        return ring.drain(
                flags,
                (dynptr, record, size) -> {
                    new Dynptr(record, size).store(dynptr);
                    if (!run.checked()) {
                        return run.invoke(callback, dynptr, context, 0, 0, 0);
                    }
                    Region handle = Region.dynptr(dynptr, Dynptr.SIZE);
                    Region sample = Region.sample(record, size);
                    run.memory().add(handle);
                    run.memory().add(sample);
                    try {
                        return run.invoke(callback, dynptr, context, 0, 0, 0);
                    } finally {
                        run.memory().remove(sample);
                        run.memory().remove(handle);
                    }
                });
    }

    private static long submit(Execution run, long pointer, long flags, long r3, long r4, long r5) {
        Dynptr record = take(run, pointer);
        return record.isNull() ? 0 : Records.submit(run, record.data(), flags);
    }

    private static long discard(
            Execution run, long pointer, long flags, long r3, long r4, long r5) {
        Dynptr record = take(run, pointer);
        return record.isNull() ? 0 : Records.discard(run, record.data(), flags);
    }

    private static Dynptr take(Execution run, long pointer) {
        run.memory().requireWritable(pointer, 2 * Long.BYTES);
        Dynptr record = Dynptr.at(pointer);
        Dynptr.NULL.store(pointer);
        return record;
    }
}
