package dev.skep.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The command line in a process of its own.
final class ChildSkep {
    private ChildSkep() {}

    /// The words that start it.
    ///
    /// @param options for its JVM
    static List<String> command(List<String> options, String... args) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-cp");
        command.add(
                System.getProperty("java.class.path")
                        + File.pathSeparator
                        + System.getProperty("jdk.module.path", ""));
        command.add("dev.skep.cli.Main");
        command.addAll(List.of(args));
        return command;
    }

    /// Starts `command` and waits until it ends.
    static CommandLineRun run(List<String> command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).start();
        CompletableFuture<byte[]> err =
                CompletableFuture.supplyAsync(() -> bytes(process.getErrorStream()));
        byte[] out = bytes(process.getInputStream());
        int code = process.waitFor();
        return new CommandLineRun(
                code,
                new String(out, StandardCharsets.UTF_8),
                new String(err.join(), StandardCharsets.UTF_8));
    }

    /// Starts it after a shell has done something, in a mount namespace of its own.
    static CommandLineRun after(String preparation, String... args)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.addAll(
                List.of("unshare", "--mount", "sh", "-c", preparation + "; exec \"$@\"", "sh"));
        command.addAll(command(List.of(), args));
        return run(command);
    }

    private static byte[] bytes(InputStream stream) {
        try (stream) {
            return stream.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
