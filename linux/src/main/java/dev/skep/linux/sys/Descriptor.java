package dev.skep.linux.sys;

/// A file descriptor of this process. Whoever receives one closes it; closing it twice does nothing
/// more. Its number is given back only when no call that [#hold] protects uses it any more, so that
/// a call never hits a descriptor that another thread has opened meanwhile.
public final class Descriptor implements AutoCloseable {
    /// `F_DUPFD_CLOEXEC`.
    private static final int DUPLICATE_CLOSE_ON_EXEC = 1030;

    private final int number;
    private int holders;
    private boolean closed;

    Descriptor(int number) {
        this.number = number;
    }

    /// The number, as instructions and attributes name it.
    ///
    /// @throws IllegalStateException if it is closed: the number may be somebody else's by now
    public synchronized int number() {
        if (closed) {
            throw new IllegalStateException("descriptor " + number + " is closed");
        }
        return number;
    }

    /// Another descriptor for what `number` stands for, which lives as long as this one.
    public static Descriptor duplicate(int number) throws RefusedCall {
        return new Descriptor((int) SystemCall.FCNTL.demand(number, DUPLICATE_CLOSE_ON_EXEC, 0));
    }

    /// Whether it is closed.
    public synchronized boolean closed() {
        return closed;
    }

    /// Keeps the number from being given back.
    ///
    /// @throws RefusedCall `EBADF` if it is closed
    synchronized Hold hold(String command) throws RefusedCall {
        if (closed) {
            throw RefusedCall.closed(command);
        }
        holders++;
        return new Hold(this);
    }

    /// A use of a descriptor.
    record Hold(Descriptor descriptor) implements AutoCloseable {
        int number() {
            return descriptor.number;
        }

        @Override
        public void close() {
            descriptor.release();
        }
    }

    private synchronized void release() {
        holders--;
        giveBack();
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            giveBack();
        }
    }

    private void giveBack() {
        if (closed && holders == 0) {
            SystemCall.CLOSE.call(number);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number;
    }
}
