package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.map.JvmMap;
import dev.skep.memory.OffHeap;
import dev.skep.timer.BpfTimer;
import dev.skep.timer.Expiry;
import dev.skep.timer.TimerClock;
import dev.skep.timer.TimerTable;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.MapFunction;
import dev.skep.vm.RunnableProgram;
import java.util.Map;
import java.util.Optional;

/// Timers in the values of maps. A callback runs on the CPU that its timer was started on, pinned
/// or not.
final class TimerHelpers {
    /// `BPF_F_TIMER_ABS`: the time is one, not a distance.
    private static final long ABSOLUTE = 1;

    /// `BPF_F_TIMER_CPU_PIN`.
    private static final long PINNED = 2;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "timer_set_callback", TimerHelpers::setCallback,
                    "timer_start", TimerHelpers::start,
                    "timer_cancel", TimerHelpers::cancel);

    static final Map<String, MapFunction> ON_MAPS = Map.of("timer_init", TimerHelpers::init);

    private TimerHelpers() {}

    /// What a timer calls: a function of a program, with the element that the timer stands in.
    private record Callback(RunnableProgram program, int function, JvmMap map) implements Expiry {
        @Override
        public void expired(long address, int cpu) {
            program.callBack(function, map, address - map.timerOffset(), cpu);
        }
    }

    private static long init(Execution run, JvmMap map, long timer, long flags, long c, long d) {
        TimerTable timers =
                map.timers()
                        .orElseThrow(
                                () ->
                                        run.fault(
                                                "values of map %s hold no timer that this host runs"
                                                        .formatted(map.definition().name()),
                                                "map '%s' has no valid bpf_timer"
                                                        .formatted(map.definition().name())));
        requirePlace(run, map, timer);
        Optional<TimerClock> clock = TimerClock.byId(flags);
        return clock.isEmpty() ? Errno.EINVAL.result() : timers.init(timer, clock.get());
    }

    private static void requirePlace(Execution run, JvmMap map, long timer) {
        if (run.checked()) {
            long value = map.valueAt(timer);
            if (value == 0 || timer - value != map.timerOffset()) {
                throw run.fault(
                        "0x%x is not where a value of map %s has its timer"
                                .formatted(timer, map.definition().name()),
                        "off %d doesn't point to 'struct bpf_timer' that is at %d"
                                .formatted(value == 0 ? 0 : timer - value, map.timerOffset()));
            }
        }
    }

    private static long setCallback(
            Execution run, long timer, long function, long r3, long r4, long r5) {
        JvmMap map = mapOf(run, timer);
        BpfTimer found = find(map, timer);
        if (found == null) {
            return Errno.EINVAL.result();
        }
        RunnableProgram program =
                run.loaded()
                        .orElseThrow(() -> run.fault("no host loaded the program that runs", ""));
        return found.setCallback(new Callback(program, (int) function, map));
    }

    private static long start(Execution run, long timer, long nanos, long flags, long r4, long r5) {
        if ((flags & ~(ABSOLUTE | PINNED)) != 0) {
            return Errno.EINVAL.result();
        }
        BpfTimer found = find(mapOf(run, timer), timer);
        if (found == null) {
            return Errno.EINVAL.result();
        }
        return (flags & ABSOLUTE) != 0
                ? found.startAt(nanos, run.cpu())
                : found.start(nanos, run.cpu());
    }

    private static long cancel(Execution run, long timer, long r2, long r3, long r4, long r5) {
        BpfTimer found = find(mapOf(run, timer), timer);
        return found == null ? Errno.EINVAL.result() : found.cancel();
    }

    /// The map that the mark in a timer names; `null` if the timer is not initialized. Only a
    /// program that no verifier has seen can have written another mark, which names no map.
    private static JvmMap mapOf(Execution run, long timer) {
        long mark = OffHeap.getLong(timer);
        return mark == 0 ? null : run.findMap(mark).orElse(null);
    }

    private static BpfTimer find(JvmMap map, long timer) {
        return map == null ? null : map.timers().map(timers -> timers.find(timer)).orElse(null);
    }
}
