package dev.skep.jit;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.Place;
import dev.skep.jit.Surroundings.Callee;
import dev.skep.jit.flow.FunctionFlow;
import dev.skep.map.JvmMap;
import dev.skep.program.Program;
import dev.skep.verify.VerifiedProgram;
import dev.skep.vm.CompiledCode;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperLibrary;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes verified programs into classes of the JVM.
public final class Compiler {
    /// HotSpot never compiles a method with more bytecode than this.
    static final int LARGEST_METHOD = 8_000;

    private static final int FIRST_LIMIT = 9_000;
    private static final int TRIES = 4;

    private final VerifiedProgram program;
    private final List<JvmMap> maps;
    private final HelperLibrary helpers;

    private Compiler(VerifiedProgram program, List<JvmMap> maps, HelperLibrary helpers) {
        this.program = program;
        this.maps = List.copyOf(maps);
        this.helpers = helpers;
    }

    /// Compiles `program`.
    ///
    /// @param maps what its map immediates stand for, in the order of its map definitions and of
    ///   their shapes
    /// @param helpers what it may call
    public static Compilation compile(
            VerifiedProgram program, List<JvmMap> maps, HelperLibrary helpers) {
        long start = System.nanoTime();
        try {
            return new Compiler(program, maps, helpers).compile(start);
        } catch (NotCompilable refused) {
            return new Compilation.Refused(refused.diagnostic());
        } catch (RuntimeException | LinkageError defect) {
            return failed(program.program(), defect);
        }
    }

    /// The class-file library throws nothing of its own when a table is full; everything else is a
    /// mistake of this compiler, and of use to whoever mends it.
    private static Compilation failed(Program program, Throwable defect) {
        String message = String.valueOf(defect.getMessage());
        if (defect instanceof IllegalArgumentException && message.contains("too large")) {
            return refused(program, CompilerCode.TOO_LARGE, message);
        }
        StackTraceElement[] frames = defect.getStackTrace();
        return new Compilation.Refused(
                Diagnostic.of(CompilerCode.FAILED, defect.toString())
                        .at(new Place.Named(program.name()))
                        .because(frames.length == 0 ? "" : "at " + frames[0])
                        .fix("report this with the object; until then the program is interpreted"));
    }

    private static Compilation refused(Program program, CompilerCode code, String message) {
        return new Compilation.Refused(
                Diagnostic.of(code, message).at(new Place.Named(program.name())));
    }

    private Compilation compile(long start) {
        Preconditions.check(program, helpers);
        List<FunctionFlow> functions = new Functions(program).flows();
        ClassDesc self = ClassDesc.of(Compiler.class.getPackageName(), "Compiled");
        int limit = FIRST_LIMIT;
        for (int i = 0; i < TRIES; i++) {
            List<Parts> parts = new ArrayList<>();
            Map<Integer, Callee> callees = new HashMap<>();
            for (FunctionFlow flow : functions) {
                Parts cut = Parts.of(flow, limit);
                parts.add(cut);
                callees.put(flow.start(), callee(flow, cut));
            }
            Surroundings around = new Surroundings(program, maps, helpers, self, callees);
            Constants constants = new Constants();
            byte[] bytes = new ProgramWriter(around, functions, constants).write(parts);
            int largest = largestMethod(bytes);
            if (largest <= LARGEST_METHOD) {
                CompiledCode code = define(bytes, constants.objects());
                return new Compilation.Compiled(code, bytes.length, System.nanoTime() - start);
            }
            limit = (int) ((long) limit * LARGEST_METHOD / largest * 9 / 10);
        }
        return refused(
                program.program(),
                CompilerCode.TOO_LARGE,
                "a part of it does not fit into a method that HotSpot compiles");
    }

    private static Callee callee(FunctionFlow flow, Parts parts) {
        int arguments = Functions.arguments(flow);
        ClassDesc[] types = new ClassDesc[arguments + 2];
        Arrays.fill(types, ConstantDescs.CD_long);
        types[0] = Execution.class.describeConstable().orElseThrow();
        return new Callee(
                "f" + flow.start(),
                MethodTypeDesc.of(ConstantDescs.CD_long, types),
                arguments,
                Functions.tailCalls(flow),
                parts.count() == 1 ? 0 : Long.BYTES * flow.variables());
    }

    private static int largestMethod(byte[] bytes) {
        ClassModel model = ClassFile.of().parse(bytes);
        return model.methods().stream()
                .flatMap(m -> m.code().stream())
                .mapToInt(c -> ((CodeAttribute) c).codeLength())
                .max()
                .orElse(0);
    }

    private static CompiledCode define(byte[] bytes, List<Object> objects) {
        MethodHandles.Lookup own = MethodHandles.lookup();
        try {
            MethodHandles.Lookup defined = own.defineHiddenClassWithClassData(bytes, objects, true);
            return (CompiledCode)
                    defined.findConstructor(
                                    defined.lookupClass(), MethodType.methodType(void.class))
                            .invoke();
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
