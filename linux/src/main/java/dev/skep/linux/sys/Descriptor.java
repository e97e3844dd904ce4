package dev.skep.linux.sys;

/// A file descriptor of this process. Whoever receives one closes it; closing it twice does nothing
/// more.
public final class Descriptor implements AutoCloseable {
    private final int number;
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

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            SystemCalls.close(number);
        }
    }

    @Override
    public String toString() {
        return "descriptor " + number;
    }
}
