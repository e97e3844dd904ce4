package dev.skep.lab.bench.program;

import dev.skep.lab.bench.program.Runner.Session;
import java.io.IOException;

/// A runner with both of its programs ready: the one that is measured, and the empty one.
record Entrant(Kind kind, Session program, Session empty) implements AutoCloseable {
    @Override
    public void close() throws IOException {
        program.close();
        empty.close();
    }
}
