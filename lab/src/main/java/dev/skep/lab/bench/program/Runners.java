package dev.skep.lab.bench.program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Every runner there is, in the order of the table.
record Runners(List<Runner> all) implements AutoCloseable {
    /// Those of a project's checkout.
    ///
    /// @param root the project's top folder
    static Runners of(Path root) throws IOException {
        List<Runner> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            all.add(
                    switch (kind) {
                        case COMPILER -> new JvmRunner(root, JvmMode.COMPILED);
                        case INTERPRETER -> new JvmRunner(root, JvmMode.INTERPRETED);
                        case KERNEL -> new KernelRunner(root);
                        case NATIVE -> new NativeRunner(root);
                        case USER_SPACE -> new UserSpaceRunner();
                    });
        }
        return new Runners(all);
    }

    @Override
    public void close() throws IOException {
        for (Runner runner : all) {
            runner.close();
        }
    }
}
