package dev.skep.linux.sys;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A thread in mount and network namespaces of its own, which end with it: whatever a test mounts
/// or attaches there is gone afterwards, failed or not.
public final class Sandbox {
    private static final int NEW_MOUNTS = 0x0002_0000;
    private static final int NEW_NETWORK = 0x4000_0000;
    private static final int RECURSIVE = 0x4000;
    private static final int PRIVATE = 1 << 18;
    private static final int DETACH = 2;

    private Sandbox() {}

    /// What runs inside.
    public interface Work {
        /// Does it.
        ///
        /// @param folder an empty folder that is mounted as a BPF file system
        void run(Path folder) throws Exception;
    }

    /// Does `work` on the first CPU only.
    public static void onOneCpu(Work work) throws Exception {
        run(
                folder -> {
                    try (Arena arena = Arena.ofConfined()) {
                        long set = arena.allocateFrom(ValueLayout.JAVA_LONG, 1).address();
                        SystemCall.SCHED_SETAFFINITY.demand(0, Long.BYTES, set);
                    }
                    work.run(folder);
                });
    }

    /// Does `work` and passes on what it throws.
    public static void run(Work work) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Path folder = Files.createTempDirectory("skep");
        Thread.ofPlatform()
                .start(
                        () -> {
                            try {
                                SystemCall.UNSHARE.demand(NEW_MOUNTS | NEW_NETWORK);
                                mount("none", Path.of("/"), "", RECURSIVE | PRIVATE);
                                mount("bpf", folder, "bpf", 0);
                                work.run(folder);
                                done.complete(null);
                            } catch (Throwable e) {
                                done.completeExceptionally(e);
                            }
                        });
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw (Error) e.getCause();
        } finally {
            delete(folder);
        }
    }

    /// Shows the kernel's tracepoints in `folder`.
    public static void mountTraceFiles(Path folder) throws RefusedCall {
        mount("tracefs", folder, "tracefs", 0);
    }

    /// Shows which security modules there are in `folder`.
    public static void mountSecurityFiles(Path folder) throws RefusedCall {
        mount("securityfs", folder, "securityfs", 0);
    }

    /// Hides what is in `folder`.
    public static void cover(Path folder) throws RefusedCall {
        mount("none", folder, "tmpfs", 0);
    }

    /// Takes away every file system of that type.
    public static void unmount(String type) throws Exception {
        List<String> mounts = Files.readAllLines(Path.of("/proc/thread-self/mounts"));
        for (String mount : mounts.reversed()) {
            String[] cells = mount.split(" ");
            if (cells[2].equals(type)) {
                try (Arena arena = Arena.ofConfined()) {
                    SystemCall.UMOUNT2.demand(arena.allocateFrom(cells[1]).address(), DETACH);
                }
            }
        }
    }

    private static void mount(String source, Path target, String type, long flags)
            throws RefusedCall {
        try (Arena arena = Arena.ofConfined()) {
            SystemCall.MOUNT.demand(
                    arena.allocateFrom(source).address(),
                    arena.allocateFrom(target.toString()).address(),
                    arena.allocateFrom(type).address(),
                    flags,
                    0);
        }
    }

    private static void delete(Path folder) throws IOException {
        Files.delete(folder);
    }
}
