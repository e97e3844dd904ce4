package dev.skep.lab.shared;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.diag.HostException;
import dev.skep.host.BpfMap;
import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.lab.shared.Shared.Engine;
import dev.skep.typed.Global;
import dev.skep.typed.SharedArray;
import dev.skep.typed.TypedCode;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Global variables and arrays that programs and Java have in common.
class GlobalTest {
    enum Mode {
        STOPPED,
        RUNNING
    }

    record Limits(int least, int most) {}

    record Cell(int count, int kind) {}

    @ParameterizedTest
    @EnumSource
    void whatProgramsWriteIsSeenAndWhatJavaWritesToo(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            Global<Long> seen = shared.global("seen", Long.class);
            Global<Integer> delta = shared.global("delta", Integer.class);
            assertEquals(0, seen.get());
            assertEquals(-5, delta.get());
            assertEquals(10, shared.run("count"));
            assertEquals(1, seen.get());
            assertEquals(95, delta.get());
            shared.global("mode", Mode.class).set(Mode.STOPPED);
            shared.global("limits", Limits.class).set(new Limits(0, -7));
            shared.run("count");
            assertEquals(1, seen.get());
            assertEquals(88, delta.get());
            assertEquals(new Limits(0, -7), shared.global("limits", Limits.class).get());
            assertEquals(11, shared.global("hidden", Long.class).get());
            assertArrayEquals(new int[] {0, 1, 0, 0}, shared.global("history", int[].class).get());
            assertTrue(shared.global("quiet", Boolean.class).get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatMapOperationsWriteIsTheSame(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            Global<Long> seen = shared.global("seen", Long.class);
            seen.set(41L);
            BpfMap bss = shared.map(".bss");
            byte[] all = bss.lookup(new byte[4]).orElseThrow();
            assertArrayEquals(
                    all, bss.memory().asSlice(0, all.length).toArray(ValueLayout.JAVA_BYTE));
            bss.update(new byte[4], new byte[all.length], BpfMap.ANY);
            assertEquals(0, seen.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void constantsCanBeReadOnly(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            Global<Long> step = shared.global("step", Long.class);
            assertEquals(3, step.get());
            assertTrue(step.memory().isReadOnly());
            for (Executable change :
                    List.<Executable>of(
                            () -> step.set(4L),
                            () -> step.getAndAdd(1),
                            () -> step.compareAndSet(3, 4))) {
                HostException refused = assertThrows(HostException.class, change);
                assertEquals(TypedCode.CONSTANT, refused.diagnostic().code());
            }
            assertEquals(3, step.get());
            BpfMap constants = shared.map(".rodata");
            byte[] value = constants.lookup(new byte[4]).orElseThrow();
            MapException e =
                    assertThrows(
                            MapException.class,
                            () -> constants.update(new byte[4], value, BpfMap.ANY));
            assertEquals(Errno.EPERM, e.errno());
        }
    }

    @ParameterizedTest
    @EnumSource
    void numbersChangeAtomically(Engine engine) throws Exception {
        int threads = 3;
        int each = 300;
        try (Shared shared = Shared.on(engine);
                ExecutorService pool = Executors.newFixedThreadPool(2 * threads)) {
            Global<Long> seen = shared.global("seen", Long.class);
            Future<?>[] all = new Future<?>[2 * threads];
            for (int i = 0; i < all.length; i += 2) {
                all[i] =
                        pool.submit(
                                () -> {
                                    for (int n = 0; n < each; n++) {
                                        seen.getAndAdd(1);
                                    }
                                });
                all[i + 1] =
                        pool.submit(
                                () -> {
                                    for (int n = 0; n < each; n++) {
                                        shared.run("count");
                                    }
                                });
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertEquals(2 * threads * each, seen.get());
            assertEquals(seen.get(), seen.getAndAdd(-5));
            assertFalse(seen.compareAndSet(1, 2));
            assertTrue(seen.compareAndSet(2 * threads * each - 5, 2));
            assertEquals(2, seen.get());
            Global<Integer> delta = shared.global("delta", Integer.class);
            int before = delta.get();
            assertEquals(before, delta.getAndAdd(-1000));
            assertEquals(before - 1000, delta.get());
        }
    }

    @ParameterizedTest
    @EnumSource
    void arraysInMemoryAreShared(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            SharedArray<Cell> cells = SharedArray.of(shared.map("cells"), Cell.class);
            assertEquals(16, cells.length());
            cells.set(2, new Cell(5, 7));
            shared.run("count");
            assertEquals(new Cell(8, 7), cells.get(2));
            assertEquals(new Cell(0, 0), cells.get(15));
            assertEquals(8, cells.memory(2).get(ValueLayout.JAVA_INT, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> cells.get(16));
            assertThrows(IndexOutOfBoundsException.class, () -> cells.set(-1, new Cell(0, 0)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatComesAfterTheCloseIsAnException(Engine engine) throws IOException {
        Shared shared = Shared.on(engine);
        Global<Long> seen = shared.global("seen", Long.class);
        SharedArray<Cell> cells = SharedArray.of(shared.map("cells"), Cell.class);
        MemorySegment memory = shared.map("cells").memory();
        shared.close();
        assertThrows(IllegalStateException.class, seen::get);
        assertThrows(IllegalStateException.class, () -> seen.set(1L));
        assertThrows(IllegalStateException.class, () -> seen.getAndAdd(1));
        assertThrows(IllegalStateException.class, () -> cells.get(0));
        assertThrows(IllegalStateException.class, () -> memory.get(ValueLayout.JAVA_INT, 0));
        assertThrows(MapException.class, () -> shared.map("cells").memory());
    }

    @ParameterizedTest
    @EnumSource
    void readersThatAreOverrunByTheCloseGetAnException(Engine engine) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            for (int round = 0; round < 20; round++) {
                Shared shared = Shared.on(engine);
                Global<Long> seen = shared.global("seen", Long.class);
                Future<Long> reader =
                        pool.submit(
                                () -> {
                                    long sum = 0;
                                    while (true) {
                                        sum += seen.get();
                                    }
                                });
                shared.run("count");
                shared.close();
                Exception e = assertThrows(Exception.class, reader::get);
                assertTrue(e.getCause() instanceof IllegalStateException, () -> e.toString());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotFitIsSaid(Engine engine) throws IOException {
        try (Shared shared = Shared.on(engine)) {
            assertEquals(TypedCode.NO_GLOBAL, refusal(() -> shared.global("sean", Long.class)));
            assertEquals(TypedCode.DOES_NOT_FIT, refusal(() -> shared.global("seen", Short.class)));
            assertEquals(
                    TypedCode.DOES_NOT_FIT,
                    refusal(() -> shared.global("quiet", Integer.class).getAndAdd(1)));
            assertEquals(
                    TypedCode.BAD_VALUE,
                    refusal(() -> shared.global("quiet", Integer.class).set(300)));
        }
    }

    private static Object refusal(Runnable operation) {
        return assertThrows(HostException.class, operation::run).diagnostic().code();
    }
}
