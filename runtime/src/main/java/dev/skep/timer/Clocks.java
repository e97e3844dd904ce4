package dev.skep.timer;

/// The clocks that timers go by. All values are nanoseconds.
public interface Clocks {
    /// `CLOCK_MONOTONIC`: since some fixed point in the past, without the time that the machine
    /// slept.
    long monotonic();

    /// `CLOCK_BOOTTIME`: as [#monotonic], with the time that the machine slept.
    long boot();

    /// `CLOCK_REALTIME`: since 1970, as the calendar counts.
    long realtime();

    /// Takes over to call [TimerQueue#expire] whenever the first timer of `queue` is due.
    ///
    /// @return what the queue tells of changes
    Driver drive(TimerQueue queue);

    /// What runs the timers of a queue when they are due.
    interface Driver {
        /// Lets no timer expire.
        Driver NONE =
                new Driver() {
                    @Override
                    public void firstChanged() {}

                    @Override
                    public void close() {}
                };

        /// There is another first timer than before. The lock of the queue is held.
        void firstChanged();

        /// The queue is closed: lets go of it. A thread of its own has ended then, unless it is
        /// that one which closes.
        void close();
    }
}
