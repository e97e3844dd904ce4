package dev.skep.linux.sys;

import dev.skep.host.Errno;
import java.util.Optional;

/// A system call that the kernel refused.
public final class RefusedCall extends Exception {
    private static final long serialVersionUID = 1L;

    private final String command;
    private final int errno;
    private final String log;

    RefusedCall(String command, int errno, String log) {
        super(command + ": " + describe(errno));
        this.command = command;
        this.errno = errno;
        this.log = log;
    }

    /// The refusal of a command with that positive error number.
    public static RefusedCall of(String command, int errno) {
        return new RefusedCall(command, errno, "");
    }

    /// The refusal of a command on a descriptor that is closed already.
    static RefusedCall closed(String command) {
        return new RefusedCall(command, Errno.EBADF.number(), "");
    }

    /// `BPF_MAP_CREATE` and the like.
    public String command() {
        return command;
    }

    /// The error number, positive.
    public int errno() {
        return errno;
    }

    /// What the kernel wrote about it; empty where it has no words.
    public String log() {
        return log;
    }

    /// `EINVAL`, or `errno 123` where the number has no name here.
    public static String describe(int errno) {
        Optional<Errno> known = Errno.ofNumber(errno);
        return known.map(Errno::name).orElse("errno " + errno);
    }
}
