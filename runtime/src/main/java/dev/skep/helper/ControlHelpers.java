package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.map.JvmMap;
import dev.skep.map.ProgramArrayMap;
import dev.skep.memory.SpinWord;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.MapFunction;
import java.util.Map;

/// Where execution goes: tail calls, loops and locks.
final class ControlHelpers {
    /// `BPF_MAX_LOOPS`.
    private static final long MAX_LOOPS = 8 * 1024 * 1024;

    /// The kernel puts this check into the program itself, as a 32-bit `-E2BIG`.
    private static final long TOO_MANY = Arguments.unsigned(Errno.E2BIG.result());

    /// How often a lock is tried; a program that no verifier has seen may wait for itself.
    private static final int LOCK_ATTEMPTS = 1 << 26;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "loop", ControlHelpers::loop,
                    "spin_lock", ControlHelpers::lock,
                    "spin_unlock", ControlHelpers::unlock);

    static final Map<String, MapFunction> ON_MAPS = Map.of("tail_call", ControlHelpers::tailCall);

    private ControlHelpers() {}

    /// What the helper returns where the call cannot be made is not promised; the program goes on.
    private static long tailCall(
            Execution run, JvmMap map, long context, long index, long c, long d) {
        ProgramArrayMap programs = Arguments.map(run, map, ProgramArrayMap.class);
        return run.tailCall(programs.programAt((int) index)) ? 0 : Errno.ENOENT.result();
    }

    private static long loop(
            Execution run, long count, long callback, long context, long flags, long r5) {
        long rounds = Arguments.unsigned(count);
        if (flags != 0) {
            return Errno.EINVAL.result();
        }
        if (rounds > MAX_LOOPS) {
            return TOO_MANY;
        }
        for (long i = 0; i < rounds; i++) {
            if (run.invoke(callback, i, context, 0, 0, 0) != 0) {
                return i + 1;
            }
        }
        return rounds;
    }

    private static long lock(Execution run, long lock, long r2, long r3, long r4, long r5) {
        requireAligned(run, lock);
        for (int i = 0; i < LOCK_ATTEMPTS; i++) {
            if (SpinWord.tryAcquire(lock)) {
                return 0;
            }
            Thread.onSpinWait();
        }
        throw run.fault(
                "the lock at 0x%x is never released".formatted(lock),
                "Locking two bpf_spin_locks are not allowed");
    }

    private static long unlock(Execution run, long lock, long r2, long r3, long r4, long r5) {
        requireAligned(run, lock);
        SpinWord.release(lock);
        return 0;
    }

    private static void requireAligned(Execution run, long lock) {
        if (lock % Integer.BYTES != 0) {
            throw run.fault("the lock at 0x%x is not aligned".formatted(lock), "");
        }
    }
}
