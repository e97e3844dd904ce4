package dev.skep.verify.rule;

import dev.skep.isa.Insn;
import dev.skep.program.Subprogram;
import dev.skep.spec.MapType;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.Scalar;
import dev.skep.verify.domain.Target;
import dev.skep.verify.flow.Functions;

/// Wide loads: numbers, maps, addresses in maps, functions.
public final class Immediates {
    private final Walk walk;

    /// The rule on a walk.
    public Immediates(Walk walk) {
        this.walk = walk;
    }

    /// Walks a wide load.
    public void apply(Insn.LoadImmediate insn) {
        walk.checkWritable(insn.dst());
        int index = (int) insn.value();
        Register value =
                switch (insn.kind()) {
                    case VALUE -> walk.unknown().withScalar(Scalar.of(insn.value()));
                    case MAP_INDEX ->
                            Register.pointer(Kind.MAP, 0, new Target.InMap(walk.map(index), 0));
                    case MAP_INDEX_VALUE -> address(walk.map(index), (int) (insn.value() >>> 32));
                    case FUNCTION -> function(insn);
                    case VARIABLE -> new KernelVariables(walk).address(index);
                    case MAP_FD, MAP_FD_VALUE ->
                            throw walk.refuse(
                                    VerifierCode.MAP_ADDRESS,
                                    "the program names a map by a file descriptor of another process",
                                    "fd %d is not pointing to valid bpf_map".formatted(index));
                };
        walk.write(insn.dst(), value);
    }

    private Register address(MapObject map, int offset) {
        if (map.definition().type() == MapType.ARENA) {
            throw walk.undecided("arena");
        }
        return Register.pointer(Kind.MAP_VALUE, 0, new Target.InMap(map, 0)).withOffset(offset);
    }

    private Register function(Insn.LoadImmediate insn) {
        int subprogram = walk.functions().startingAt(Functions.functionTarget(insn, walk.slot()));
        Subprogram function = walk.functions().described(subprogram).orElse(null);
        if (function == null || function.btfId() == 0) {
            throw walk.refuse(
                    VerifierCode.CALLBACK,
                    "the program does not say what type the function %s has"
                            .formatted(walk.functions().name(subprogram)),
                    "missing btf func_info");
        }
        if (function.global()) {
            throw walk.refuse(
                    VerifierCode.CALLBACK,
                    "the function %s is not static".formatted(walk.functions().name(subprogram)),
                    "callback function not static");
        }
        return Register.pointer(Kind.FUNCTION, 0, new Target.Code(subprogram));
    }
}
