package dev.skep.map;

import dev.skep.host.LoadedProgram;
import dev.skep.timer.TimerQueue;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// The numbers by which one host's maps and programs are named: ids, which stand for descriptors
/// where user space puts a map or program into a map, and handles, which stand for map pointers in
/// registers. Holds on to nothing: what nobody else can reach is forgotten. Besides, what all maps
/// of a host share: the queue of their timers.
public final class Registry {
    private final AtomicInteger nextId = new AtomicInteger(1);
    private final Names<Integer, JvmMap> mapsById = new Names<>();
    private final Names<Long, JvmMap> mapsByHandle = new Names<>();
    private final Names<Integer, LoadedProgram> programs = new Names<>();

    private final Optional<TimerQueue> timers;

    /// An empty registry of a host without timers.
    public Registry() {
        this(Optional.empty());
    }

    /// An empty registry.
    ///
    /// @param timers where the timers of maps go when they are started
    Registry(Optional<TimerQueue> timers) {
        this.timers = timers;
    }

    /// Where the timers of maps go when they are started.
    Optional<TimerQueue> timers() {
        return timers;
    }

    /// Names a map; called once, when it is created.
    int add(JvmMap map) {
        int id = nextId.getAndIncrement();
        mapsById.put(id, map);
        mapsByHandle.put(map.handle(), map);
        return id;
    }

    /// Names a program.
    ///
    /// @return its id, at least 1
    public int add(LoadedProgram program) {
        int id = nextId.getAndIncrement();
        programs.put(id, program);
        return id;
    }

    /// The map of that id, if there is one.
    public Optional<JvmMap> map(int id) {
        return mapsById.get(id);
    }

    /// The map with that [JvmMap#handle()], if there is one.
    public Optional<JvmMap> mapOf(long handle) {
        return mapsByHandle.get(handle);
    }

    /// The program of that id, if there is one.
    public Optional<LoadedProgram> program(int id) {
        return programs.get(id);
    }

    /// The id of a program that was added, 0 for one that was not.
    public int id(LoadedProgram program) {
        return programs.nameOf(program).orElse(0);
    }

    /// Values under names, held weakly.
    private static final class Names<K, V> {
        private final Map<K, Entry<K, V>> entries = new ConcurrentHashMap<>();
        private final ReferenceQueue<V> dead = new ReferenceQueue<>();

        void put(K name, V value) {
            for (Object gone = dead.poll(); gone != null; gone = dead.poll()) {
                Entry<?, ?> entry = (Entry<?, ?>) gone;
                entries.remove(entry.name, entry);
            }
            entries.put(name, new Entry<>(name, value, dead));
        }

        Optional<V> get(K name) {
            Entry<K, V> entry = entries.get(name);
            return entry == null ? Optional.empty() : Optional.ofNullable(entry.get());
        }

        Optional<K> nameOf(V value) {
            return entries.values().stream()
                    .filter(entry -> entry.refersTo(value))
                    .map(entry -> entry.name)
                    .findFirst();
        }
    }

    private static final class Entry<K, V> extends WeakReference<V> {
        private final K name;

        Entry(K name, V value, ReferenceQueue<V> dead) {
            super(value, dead);
            this.name = name;
        }
    }
}
