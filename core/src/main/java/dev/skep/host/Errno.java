package dev.skep.host;

import java.util.Arrays;
import java.util.Optional;

/// The Linux error numbers that maps, helpers and bpf(2) use.
public enum Errno {
    /// Operation not permitted.
    EPERM(1),
    /// No such entry.
    ENOENT(2),
    /// No such process.
    ESRCH(3),
    /// Interrupted by a signal.
    EINTR(4),
    /// No such device or address.
    ENXIO(6),
    /// Too big: the map is full, or an index is outside it.
    E2BIG(7),
    /// Bad file descriptor.
    EBADF(9),
    /// Try again.
    EAGAIN(11),
    /// Out of memory.
    ENOMEM(12),
    /// Permission denied.
    EACCES(13),
    /// Bad address.
    EFAULT(14),
    /// Busy.
    EBUSY(16),
    /// Exists already.
    EEXIST(17),
    /// No such device.
    ENODEV(19),
    /// Not a directory.
    ENOTDIR(20),
    /// Invalid argument.
    EINVAL(22),
    /// Too many open files in the system.
    ENFILE(23),
    /// Too many open files in this process.
    EMFILE(24),
    /// No space left.
    ENOSPC(28),
    /// Result out of range.
    ERANGE(34),
    /// Dead lock avoided.
    EDEADLK(35),
    /// Name too long.
    ENAMETOOLONG(36),
    /// No such system call.
    ENOSYS(38),
    /// Too many levels of links.
    ELOOP(40),
    /// No message of that kind.
    ENOMSG(42),
    /// No data available.
    ENODATA(61),
    /// What it was connected to is gone.
    ENOLINK(67),
    /// Value too large.
    EOVERFLOW(75),
    /// Message too long.
    EMSGSIZE(90),
    /// Protocol not supported.
    EPROTONOSUPPORT(93),
    /// Operation not supported.
    EOPNOTSUPP(95),
    /// Address family not supported.
    EAFNOSUPPORT(97),
    /// Network unreachable.
    ENETUNREACH(101),
    /// Done already.
    EALREADY(114),
    /// Not supported by the kernel, without a POSIX name.
    ENOTSUPP(524);

    private final int number;

    Errno(int number) {
        this.number = number;
    }

    /// The positive error number.
    public int number() {
        return number;
    }

    /// The error of that positive number, if it is one of these.
    public static Optional<Errno> ofNumber(int number) {
        return Arrays.stream(values()).filter(e -> e.number == number).findFirst();
    }

    /// What a helper returns for it: the negative number.
    public long result() {
        return -number;
    }
}
