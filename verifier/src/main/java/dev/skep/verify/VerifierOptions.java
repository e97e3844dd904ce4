package dev.skep.verify;

import dev.skep.btf.Btf;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// How to verify.
///
/// @param privilege who loads the program
/// @param kernel the types of the kernel, for programs that use them; empty where they are not
///   known
/// @param symbols tells of the name of a kernel variable whether the kernel knows its address;
///   empty where that is not known
/// @param cpus how many CPUs the kernel may have, which bounds what asking for the current one
///   gives
/// @param log takes the lines of a trace like the kernel's at log level 2; [#SILENT] for none
/// @param observer sees every state
public record VerifierOptions(
        Privilege privilege,
        Optional<Btf> kernel,
        Optional<Predicate<String>> symbols,
        int cpus,
        Consumer<String> log,
        StateObserver observer) {
    /// The most CPUs that Linux can be built for on x86-64.
    public static final int MOST_CPUS = 8192;

    /// Takes no trace; recognised by identity, so that none is made.
    public static final Consumer<String> SILENT = _ -> {};

    /// Refuses missing parts.
    public VerifierOptions {
        Objects.requireNonNull(privilege);
        Objects.requireNonNull(kernel);
        Objects.requireNonNull(symbols);
        Objects.requireNonNull(log);
        Objects.requireNonNull(observer);
    }

    /// A privileged loader, no kernel types, no trace.
    public static VerifierOptions standard() {
        return new VerifierOptions(
                Privilege.PRIVILEGED,
                Optional.empty(),
                Optional.empty(),
                MOST_CPUS,
                SILENT,
                StateObserver.NONE);
    }

    /// The same for another loader.
    public VerifierOptions as(Privilege privilege) {
        return new VerifierOptions(privilege, kernel, symbols, cpus, log, observer);
    }

    /// The same with the types of a kernel.
    public VerifierOptions withKernel(Btf kernel) {
        return new VerifierOptions(privilege, Optional.of(kernel), symbols, cpus, log, observer);
    }

    /// The same with the knowledge which of the kernel's variables have addresses.
    public VerifierOptions withSymbols(Predicate<String> symbols) {
        return new VerifierOptions(privilege, kernel, Optional.of(symbols), cpus, log, observer);
    }

    /// The same for a kernel with at most that many CPUs.
    public VerifierOptions withCpus(int cpus) {
        return new VerifierOptions(privilege, kernel, symbols, cpus, log, observer);
    }

    /// The same with a trace, line by line.
    public VerifierOptions withLog(Consumer<String> log) {
        return new VerifierOptions(privilege, kernel, symbols, cpus, log, observer);
    }

    /// The same with an observer. While one watches, every number counts as precise, so that each
    /// state that a run can be in is covered by a state that the observer saw; the verdict is the
    /// same, the work is more.
    public VerifierOptions withObserver(StateObserver observer) {
        return new VerifierOptions(privilege, kernel, symbols, cpus, log, observer);
    }
}
