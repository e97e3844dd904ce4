package dev.skep.verify.rule;

import dev.skep.btf.BtfKind;
import dev.skep.btf.BtfType;
import dev.skep.spec.AttachType;
import dev.skep.spec.ProgramType;
import dev.skep.spec.TargetArgument;
import dev.skep.spec.TargetNames;
import dev.skep.verify.flow.Refusal;
import java.util.List;

/// The function, hook, tracepoint or iterator that a program is loaded for.
///
/// @param name as the kernel's messages spell it
/// @param typeName its name among the kernel's types
/// @param prototype its signature
/// @param parameters those that the program sees; tracepoints hide their first
record AttachedFunction(
        String name,
        String typeName,
        BtfType.Prototype prototype,
        List<BtfType.Parameter> parameters) {
    private static final String TRACEPOINT = "btf_trace_";

    /// What the program of a walk is loaded for.
    ///
    /// @throws Refusal if the kernel's types are not known, or do not tell
    static AttachedFunction of(Walk walk) {
        String target = walk.program().attachTarget();
        ProgramType type = walk.type();
        boolean traced = type == ProgramType.TRACING || type == ProgramType.LSM;
        if (!traced || target.isEmpty()) {
            throw walk.undecided("arguments of kernel functions");
        }
        String typeName = TargetNames.prefix(type, walk.program().attachType()) + target;
        if (walk.attach() == AttachType.TRACE_RAW_TP) {
            return tracepoint(walk, target, typeName);
        }
        if (walk.attach() == AttachType.TRACE_ITER && !TargetArgument.knows(typeName)) {
            throw walk.undecided("iterator " + target);
        }
        BtfType.Prototype prototype = function(walk, typeName);
        return new AttachedFunction(typeName, typeName, prototype, prototype.parameters());
    }

    private static BtfType.Prototype function(Walk walk, String name) {
        KernelTypes types = walk.kernelTypes();
        int id =
                types.btf()
                        .find(BtfKind.FUNC, name)
                        .orElseThrow(() -> walk.undecided("kernel function " + name));
        return (BtfType.Prototype) types.type(((BtfType.Function) types.type(id)).prototype());
    }

    /// The function that the kernel calls for a tracepoint names its arguments, its type does not.
    private static AttachedFunction tracepoint(Walk walk, String target, String typeName) {
        KernelTypes types = walk.kernelTypes();
        int id =
                types.btf()
                        .find(BtfKind.TYPEDEF, typeName)
                        .orElseThrow(() -> walk.undecided("tracepoint " + target));
        BtfType.Prototype prototype =
                types.resolved(id) instanceof BtfType.Pointer pointer
                                && types.resolved(pointer.target())
                                        instanceof BtfType.Prototype found
                        ? found
                        : null;
        if (prototype == null || prototype.parameters().isEmpty()) {
            throw walk.undecided("tracepoint " + target);
        }
        String caller = "__bpf_trace_" + typeName.substring(TRACEPOINT.length());
        BtfType.Prototype named =
                types.btf().find(BtfKind.FUNC, caller).isPresent()
                        ? function(walk, caller)
                        : prototype;
        List<BtfType.Parameter> all = named.parameters();
        return new AttachedFunction(target, typeName, named, all.subList(1, all.size()));
    }

    /// The number of the argument at `offset` of the context: the number of parameters for the
    /// result, and one more behind it.
    int argumentAt(KernelTypes types, int offset) {
        int end = 0;
        List<BtfType.Parameter> all = prototype.parameters();
        for (int i = 0; i < all.size(); i++) {
            end += slotSize(types, all.get(i).type());
            if (offset < end) {
                return i;
            }
        }
        end += slotSize(types, prototype.result());
        return offset < end ? all.size() : all.size() + 1;
    }

    private static int slotSize(KernelTypes types, int type) {
        BtfType resolved = types.resolved(type);
        if (resolved instanceof BtfType.Void) {
            return 0;
        }
        return (int) (types.btf().size(type) + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
    }
}
