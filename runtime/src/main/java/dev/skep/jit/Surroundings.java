package dev.skep.jit;

import dev.skep.isa.Insn;
import dev.skep.jit.flow.FunctionFlow;
import dev.skep.map.JvmMap;
import dev.skep.verify.VerifiedProgram;
import dev.skep.vm.HelperLibrary;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.Map;

/// What a function is surrounded by while it is written: the program, its maps, the helper
/// functions, and the Java methods that the other functions become.
///
/// @param self the generated class
/// @param callees the functions by the slot they start at
record Surroundings(
        VerifiedProgram program,
        List<JvmMap> maps,
        HelperLibrary helpers,
        ClassDesc self,
        Map<Integer, Callee> callees) {
    /// The size of a stack frame.
    private static final int FRAME = 512;

    /// A function as a Java method.
    ///
    /// @param arguments how many of r1 to r5 it reads
    /// @param tailCalls whether it may return because of a tail call
    /// @param saved how many bytes below its frame it keeps variables in
    record Callee(String name, MethodTypeDesc type, int arguments, boolean tailCalls, int saved) {}

    Callee callee(int slot) {
        return callees.get(slot);
    }

    /// The map that the call at `slot` always works on; `null` if it is not always the same.
    JvmMap mapAt(int slot) {
        int index = program.mapAt(slot);
        return index < 0 ? null : maps.get(index);
    }

    HelperLibrary.Binding binding(int helper) {
        return helpers.find(helper);
    }

    /// What stands behind the kernel function that `call` calls.
    HelperLibrary.Binding binding(Insn.CallKfunc call) {
        return helpers.kfunc(program.program().kernelNames().getOrDefault(call.btfId(), ""));
    }

    /// How far the frame of a function that `caller` calls is below that of `caller`.
    int frameSize(FunctionFlow caller) {
        return FRAME + callee(caller.start()).saved();
    }

    /// Where variables that go from one part of a function to the next are kept: the distance from
    /// r10 of the one at `index`.
    static int savedAt(int index) {
        return -FRAME - Long.BYTES * (index + 1);
    }
}
