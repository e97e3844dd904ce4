package dev.skep.cli;

/// Where the command starts.
public final class Main {
    private Main() {}

    /// Runs the command line.
    public static void main(String[] args) {
        System.out.println("skep 0.1.0");
    }
}
