package dev.skep.lab.timer;

import java.io.IOException;

/// The contract, as interpreted programs keep it.
class InterpretedTimersTest extends TimerContract {
    @Override
    TimerHost open() throws IOException {
        return JvmTimers.open(JvmTimers.Engine.INTERPRETED);
    }
}
