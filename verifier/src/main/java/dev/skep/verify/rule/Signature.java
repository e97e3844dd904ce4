package dev.skep.verify.rule;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfType;
import dev.skep.program.Subprogram;
import dev.skep.spec.ProgramType;
import dev.skep.verify.VerifierCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What the types of a global function say that it takes.
///
/// @param parameters in order
record Signature(List<Parameter> parameters) {
    private static final int MOST = 5;

    /// One parameter.
    sealed interface Parameter {}

    /// A number.
    record Number() implements Parameter {}

    /// The program's context.
    record Context() implements Parameter {}

    /// Memory of that many bytes.
    record Memory(int size, boolean nullable) implements Parameter {}

    /// Reads the signature of a function.
    static Signature of(Walk walk, Subprogram function) {
        Btf btf = walk.program().btf().orElseThrow();
        BtfType.Function type = (BtfType.Function) btf.type(function.btfId());
        BtfType.Prototype prototype = (BtfType.Prototype) btf.type(type.prototype());
        checkResult(walk, function, btf);
        if (prototype.parameters().size() > MOST) {
            throw refuse(
                    walk,
                    "the global function %s has %d parameters, 5 are possible"
                            .formatted(function.name(), prototype.parameters().size()),
                    "Global function %s() with %d > %d args. Buggy compiler."
                            .formatted(function.name(), prototype.parameters().size(), MOST));
        }
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < prototype.parameters().size(); i++) {
            parameters.add(
                    parameter(
                            walk,
                            function,
                            btf,
                            prototype.parameters().get(i).type(),
                            i,
                            Set.copyOf(btf.tags(function.btfId(), i))));
        }
        return new Signature(parameters);
    }

    /// Whether the function of that id returns a number.
    static boolean returnsNumber(Btf btf, int function) {
        BtfType.Function type = (BtfType.Function) btf.type(function);
        BtfType.Prototype prototype = (BtfType.Prototype) btf.type(type.prototype());
        return switch (btf.type(btf.resolve(prototype.result()))) {
            case BtfType.Int _, BtfType.Enum _, BtfType.Enum64 _ -> true;
            default -> false;
        };
    }

    private static void checkResult(Walk walk, Subprogram function, Btf btf) {
        if (!returnsNumber(btf, function.btfId())) {
            throw refuse(
                    walk,
                    "the global function %s does not return a number".formatted(function.name()),
                    "Global function %s() doesn't return scalar. Only those are supported."
                            .formatted(function.name()));
        }
    }

    private static Parameter parameter(
            Walk walk, Subprogram function, Btf btf, int id, int index, Set<String> tags) {
        int resolved = btf.resolve(id);
        return switch (btf.type(resolved)) {
            case BtfType.Int _, BtfType.Enum _, BtfType.Enum64 _ -> new Number();
            case BtfType.Pointer pointer ->
                    pointer(walk, function, btf, pointer.target(), index, tags);
            default ->
                    throw refuse(
                            walk,
                            "parameter %d of the global function %s is neither a number nor a pointer"
                                    .formatted(index + 1, function.name()),
                            "Arg#%d type in %s() is not supported yet."
                                    .formatted(index, function.name()));
        };
    }

    private static Parameter pointer(
            Walk walk, Subprogram function, Btf btf, int target, int index, Set<String> tags) {
        int resolved = btf.resolve(target);
        String name = btf.name(resolved);
        if (tags.contains("arg:ctx") || isContext(walk, btf, target, name)) {
            return new Context();
        }
        if (tags.contains("arg:trusted") || tags.contains("arg:untrusted")) {
            throw walk.undecided("typed kernel pointer");
        }
        if (tags.contains("arg:arena")) {
            throw walk.undecided("arena");
        }
        if (name.equals("bpf_dynptr")) {
            throw walk.undecided("dynptr");
        }
        long size = resolved == 0 ? -1 : size(btf, resolved);
        if (size < 0) {
            throw refuse(
                    walk,
                    "the size of what parameter %d of the global function %s points to is not known"
                            .formatted(index + 1, function.name()),
                    "arg#%d reference type('%s') size cannot be determined: -22"
                            .formatted(index, name));
        }
        return new Memory((int) size, !tags.contains("arg:nonnull"));
    }

    private static long size(Btf btf, int id) {
        return switch (btf.type(id)) {
            case BtfType.Forward _, BtfType.Function _, BtfType.Prototype _, BtfType.Void _ -> -1;
            default -> btf.size(id);
        };
    }

    private static boolean isContext(Walk walk, Btf btf, int target, String name) {
        if (btf.type(target) instanceof BtfType.Typedef typedef
                && typedef.name().equals("bpf_user_pt_regs_t")) {
            return walk.type() == ProgramType.KPROBE || walk.type() == ProgramType.PERF_EVENT;
        }
        if (name.isEmpty()) {
            return false;
        }
        return switch (walk.type()) {
            case KPROBE -> Set.of("bpf_user_pt_regs_t", "pt_regs", "user_pt_regs").contains(name);
            case PERF_EVENT -> Set.of("bpf_perf_event_data", "pt_regs").contains(name);
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> name.equals("bpf_raw_tracepoint_args");
            default ->
                    walk.type()
                            .context()
                            .map(layout -> layout.structName().equals(name))
                            .orElse(false);
        };
    }

    private static RuntimeException refuse(Walk walk, String message, String kernel) {
        return walk.refuse(VerifierCode.GLOBAL_FUNCTION, message, kernel);
    }
}
