package dev.skep.cli.life;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.diag.LinkException;
import dev.skep.grid.Grid;
import dev.skep.grid.GridLayout;
import dev.skep.host.BpfMap;
import dev.skep.host.LoadedProgram;
import dev.skep.host.LoadedProgram.TestRun;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelObject;
import dev.skep.linux.LoadOptions;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.runtime.JvmHost;
import dev.skep.runtime.JvmLoadOptions;
import dev.skep.runtime.JvmObject;
import dev.skep.typed.Global;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A board that lives inside eBPF, in either host: `examples/life/life.bpf.c`. Once started, a
/// timer there makes the generations; what is here reads and writes its variables.
///
/// For one thread. Closing it unloads the program and its maps, which ends the timer.
public final class World implements AutoCloseable {
    private static final String START = "start";
    private static final String BOARDS = "boards";
    private static final byte[] KEY = new byte[Integer.BYTES];

    /// Kernels run programs over packets that have an Ethernet header at least.
    private static final int SHORTEST_PACKET = 14;

    private final LoadedProgram start;
    private final BpfMap boards;
    private final GridLayout layout;
    private final Global<Long> interval;
    private final Global<Long> until;
    private final Global<Long> generations;
    private final Global<Long> waits;
    private final AutoCloseable loaded;

    /// A world of what a host has loaded already.
    ///
    /// @param start the program of that name
    /// @param maps its maps
    /// @param loaded what is closed with it
    /// @throws LinkException if these are of another object
    public World(LoadedProgram start, List<? extends BpfMap> maps, AutoCloseable loaded) {
        this.start = start;
        this.boards =
                maps.stream()
                        .filter(m -> m.definition().name().equals(BOARDS))
                        .findFirst()
                        .orElseThrow(() -> notLife("it has no map " + BOARDS));
        this.layout = GridLayout.of(boards.definition());
        this.interval = Global.of(maps, "interval", Long.class);
        this.until = Global.of(maps, "until", Long.class);
        this.generations = Global.of(maps, "generations", Long.class);
        this.waits = Global.of(maps, "waits", Long.class);
        this.loaded = loaded;
    }

    /// A world in this JVM.
    ///
    /// @param object `life.bpf.o`
    /// @throws HostException if the verifier does not accept it with that size
    /// @throws LinkException if the object is another one
    public static World in(JvmHost host, BpfObject object, int rows, int columns) {
        JvmLoadOptions options =
                JvmLoadOptions.standard()
                        .withLinking(sized(object, LinkOptions.standard(), rows, columns));
        JvmObject loaded = host.load(object, options);
        return new World(loaded.program(START), loaded.maps(), loaded);
    }

    /// A world in the kernel.
    ///
    /// @param object `life.bpf.o`
    /// @throws dev.skep.linux.KernelException if the kernel refuses it
    /// @throws LinkException if the object is another one
    public static World in(KernelHost host, BpfObject object, int rows, int columns) {
        LinkOptions options =
                host.kernel()
                        .linkOptions(object, sized(object, LinkOptions.standard(), rows, columns));
        KernelObject loaded = host.load(object.link(options), LoadOptions.standard());
        return new World(loaded.program(START), loaded.maps(), loaded);
    }

    /// What a board of `object` looks like, and how large it can be.
    ///
    /// @throws LinkException if the object is another one
    public static GridLayout layout(BpfObject object) {
        return object.maps().stream()
                .filter(m -> m.name().equals(BOARDS))
                .findFirst()
                .map(GridLayout::of)
                .orElseThrow(() -> notLife("it has no map " + BOARDS));
    }

    private static LinkOptions sized(BpfObject object, LinkOptions base, int rows, int columns) {
        if (object.programs().stream().noneMatch(f -> f.name().equals(START))) {
            throw notLife("it has no program " + START);
        }
        return base.withPrograms(Set.of(START))
                .withGlobals(
                        Map.of("rows", String.valueOf(rows), "columns", String.valueOf(columns)));
    }

    static LinkException notLife(String why) {
        return new LinkException(
                Diagnostic.of(LifeCode.OBJECT, why)
                        .fix("name an object that was made of examples/life/life.bpf.c"));
    }

    /// Puts a pattern onto the board, which is the next generation's parent. Not while it runs:
    /// before [#start], or after [#halt].
    public void put(Grid pattern) {
        byte[] value = boards.lookup(KEY).orElseThrow();
        layout.write(pattern, value);
        boards.update(KEY, value, BpfMap.ANY);
    }

    /// Starts the timer; once.
    ///
    /// @throws HostException if the host does not run it
    public void start() {
        int refused = start.test(TestRun.over(new byte[SHORTEST_PACKET])).returnValue();
        if (refused != 0) {
            throw new HostException(
                    Diagnostic.of(LifeCode.OBJECT, "start returned " + refused)
                            .fix("start a world once"));
        }
    }

    /// The board as it is now. Taken while the timer runs fast, it may show two generations mixed.
    public Grid board() {
        return layout.read(boards.lookup(KEY).orElseThrow());
    }

    /// How many generations there were.
    public long generations() {
        return generations.get();
    }

    /// Goes on up to that generation, and then waits for another word.
    public void runUntil(long generation) {
        until.set(generation);
    }

    /// Goes on for good.
    public void run() {
        until.set(-1L);
    }

    /// Stops at the next generation, and returns when it is sure that no other follows.
    ///
    /// @throws InterruptedIOException if the thread is interrupted while it waits
    public void halt() throws InterruptedIOException {
        until.set(0L);
        long before = waits.get();
        while (waits.get().longValue() == before) {
            nap();
        }
    }

    /// Goes on up to that generation, and returns when it is there.
    ///
    /// @throws InterruptedIOException if the thread is interrupted while it waits
    public void advanceTo(long generation) throws InterruptedIOException {
        runUntil(generation);
        while (Long.compareUnsigned(generations.get(), generation) < 0) {
            nap();
        }
    }

    private static void nap() throws InterruptedIOException {
        try {
            Thread.sleep(Duration.ofNanos(200_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the timer works");
        }
    }

    /// Sets the time between two generations.
    public void pace(Duration between) {
        interval.set(between.toNanos());
    }

    @Override
    public void close() {
        try {
            start.close();
            loaded.close();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
