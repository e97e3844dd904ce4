package dev.skep.lab.timer;

import java.io.IOException;

/// The contract, as compiled programs keep it.
class CompiledTimersTest extends TimerContract {
    @Override
    TimerHost open() throws IOException {
        return JvmTimers.open(JvmTimers.Engine.COMPILED);
    }
}
