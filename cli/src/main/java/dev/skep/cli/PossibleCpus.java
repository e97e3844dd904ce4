package dev.skep.cli;

import dev.skep.verify.VerifierOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// How many CPUs a kernel may have, which bounds what a program is told of the one it runs on.
final class PossibleCpus {
    private static final Path RUNNING_KERNEL = Path.of("/sys/devices/system/cpu/possible");

    private PossibleCpus() {}

    /// The running kernel's number; the largest that there is where it does not tell.
    static int ofRunningKernel() {
        try {
            return Files.isReadable(RUNNING_KERNEL)
                    ? count(Files.readString(RUNNING_KERNEL))
                    : VerifierOptions.MOST_CPUS;
        } catch (IOException _) {
            return VerifierOptions.MOST_CPUS;
        }
    }

    /// One more than the last CPU of a list as the kernel writes it: `0-3,8-11`. The largest number
    /// if it is none.
    static int count(String list) {
        String last = list.strip();
        last = last.substring(Math.max(last.lastIndexOf('-'), last.lastIndexOf(',')) + 1);
        boolean number = !last.isEmpty() && last.length() <= 5 && isNumber(last);
        return number
                ? Math.min(Integer.parseInt(last) + 1, VerifierOptions.MOST_CPUS)
                : VerifierOptions.MOST_CPUS;
    }

    private static boolean isNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
