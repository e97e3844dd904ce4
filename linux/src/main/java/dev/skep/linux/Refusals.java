package dev.skep.linux;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.HostException;
import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.host.MapRefusals;
import dev.skep.linux.sys.RefusedCall;
import dev.skep.program.MapDefinition;
import dev.skep.program.Program;
import dev.skep.spec.MapType;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The exceptions of a kernel's refusals.
final class Refusals {
    /// How much of the log a message shows.
    private static final int LAST_LINES = 5;

    /// Lines at the end of a log that say how much work it was.
    private static final Pattern SUMS =
            Pattern.compile(
                    "(verification time|stack depth|processed) .*|subprog \\d+ .* insns_total .*|");

    private Refusals() {}

    /// What refused an operation on a map: a [MapException] where the error has a name, and a
    /// [KernelException] where it has none.
    static HostException ofMap(
            KernelCode code, String operation, MapDefinition map, RefusedCall refusal) {
        Optional<Errno> errno = Errno.ofNumber(refusal.errno());
        if (errno.isEmpty()) {
            return KernelException.of(code, KernelMaps.place(map), refusal);
        }
        String message = "%s failed with %s".formatted(operation, errno.get());
        Diagnostic diagnostic =
                Diagnostic.of(code, message)
                        .at(KernelMaps.place(map))
                        .because(cause(code, map, errno.get()))
                        .fix(remedy(code, map, errno.get()));
        Optional<String> novelty = Novelties.of(map);
        if (novelty.isPresent()) {
            diagnostic = diagnostic.because(novelty.get());
        }
        for (Throwable also : refusal.getSuppressed()) {
            diagnostic =
                    diagnostic.because("the limit of locked memory stays: " + also.getMessage());
        }
        return new MapException(errno.get(), diagnostic);
    }

    private static String remedy(KernelCode code, MapDefinition map, Errno errno) {
        if (code == KernelCode.MAP && (errno == Errno.E2BIG || errno == Errno.ENOMEM)) {
            return "make value_size or max_entries smaller";
        }
        String usual = MapRefusals.remedy(errno);
        if (code != KernelCode.MAP || !usual.isEmpty()) {
            return usual;
        }
        if (map.type() == MapType.STRUCT_OPS) {
            return "declare the structure in SEC(\".struct_ops.link\"), and load it with the"
                    + " programs in it";
        }
        return switch (errno) {
            case EPERM, EACCES -> "run as root, or with CAP_BPF";
            case EINVAL, ENOTSUPP, EOPNOTSUPP ->
                    "maps of type %s take Linux %s, and a shape that fits: skep help map %s"
                            .formatted(
                                    map.type().shortName(),
                                    map.type().since(),
                                    map.type().shortName());
            default -> "";
        };
    }

    /// What is refused at its creation is refused for its size mostly, whereas elements are refused
    /// for what is in the map.
    private static String cause(KernelCode code, MapDefinition map, Errno errno) {
        if (code != KernelCode.MAP || errno != Errno.E2BIG && errno != Errno.ENOMEM) {
            return MapRefusals.cause(map, errno);
        }
        return "it would have %,d elements of %,d bytes%s"
                .formatted(
                        Integer.toUnsignedLong(map.maxEntries()),
                        Integer.toUnsignedLong(map.keySize())
                                + Integer.toUnsignedLong(map.valueSize()),
                        errno == Errno.E2BIG ? "; values of arrays have less than 2 GiB" : "");
    }

    /// What refused a program: the verifier's last words, and who may load what.
    static KernelException ofProgram(Program program, KernelVerdict verdict) {
        String errno = RefusedCall.describe(verdict.errno());
        Diagnostic diagnostic =
                Diagnostic.of(KernelCode.PROGRAM, "BPF_PROG_LOAD: " + errno)
                        .at(KernelProgram.place(program))
                        .kernelSays(verdict.message());
        List<String> lines =
                verdict.log().lines().filter(line -> !SUMS.matcher(line).matches()).toList();
        for (String line : lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size())) {
            diagnostic = diagnostic.because("log: " + line);
        }
        List<String> novelties = Novelties.of(program);
        for (String novelty : novelties) {
            diagnostic = diagnostic.because(novelty);
        }
        String remedy =
                novelties.isEmpty()
                        ? remedy(program, verdict)
                        : "use a newer kernel, or do without what it lacks";
        return new KernelException(diagnostic.fix(remedy), verdict.errno(), verdict.log());
    }

    private static String remedy(Program program, KernelVerdict verdict) {
        String type = program.type().shortName();
        if (!verdict.message().isEmpty()) {
            return "ask Skep's own verifier, which explains what is wrong: skep verify";
        }
        return switch (Errno.ofNumber(verdict.errno()).orElse(Errno.EINVAL)) {
            case EPERM, EACCES ->
                    "run as root, or with CAP_BPF and what programs of type %s take besides (CAP_NET_ADMIN, CAP_PERFMON); some systems forbid some types to everybody"
                            .formatted(type);
            case E2BIG -> "make the program smaller: 1,000,000 instructions are walked at most";
            case ENOMEM -> "give the system more memory, or raise the limit of locked memory";
            case ENOTSUPP, EOPNOTSUPP ->
                    "this kernel is built without what programs of type %s need".formatted(type);
            default ->
                    "this kernel may be too old for programs of type %s (Linux %s), or built without them"
                            .formatted(type, program.type().since());
        };
    }
}
