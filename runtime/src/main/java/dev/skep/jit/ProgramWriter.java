package dev.skep.jit;

import dev.skep.jit.Surroundings.Callee;
import dev.skep.jit.flow.FunctionFlow;
import dev.skep.vm.CompiledCode;
import dev.skep.vm.Execution;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/// Writes the class that a program becomes: a method or more for each of its functions, and those
/// of [CompiledCode].
final class ProgramWriter {
    private static final int MOST_FRAMES = 9;
    private static final ClassDesc LONG = ConstantDescs.CD_long;
    private static final ClassDesc INT = ConstantDescs.CD_int;
    private static final ClassDesc BASE = CompiledCode.class.describeConstable().orElseThrow();
    private static final ClassDesc EXECUTION = Execution.class.describeConstable().orElseThrow();

    private final Surroundings around;
    private final List<FunctionFlow> functions;
    private final Constants constants;

    ProgramWriter(Surroundings around, List<FunctionFlow> functions, Constants constants) {
        this.around = around;
        this.functions = functions;
        this.constants = constants;
    }

    /// The class file.
    ///
    /// @param parts how each function is cut
    byte[] write(List<Parts> parts) {
        return ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(ProgramWriter::hierarchy))
                .build(
                        around.self(),
                        target -> {
                            target.withSuperclass(BASE)
                                    .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SYNTHETIC);
                            constructor(target);
                            run(target);
                            call(target);
                            for (int i = 0; i < functions.size(); i++) {
                                new FunctionWriter(
                                                target,
                                                around,
                                                constants,
                                                functions.get(i),
                                                parts.get(i))
                                        .write();
                            }
                        });
    }

    /// How types relate, without loading any: the stack maps never join two different classes.
    private static ClassHierarchyResolver.ClassHierarchyInfo hierarchy(ClassDesc type) {
        return ClassHierarchyResolver.ClassHierarchyInfo.ofClass(
                type.equals(ConstantDescs.CD_Object) ? null : ConstantDescs.CD_Object);
    }

    private void constructor(ClassBuilder target) {
        int largest = functions.stream().mapToInt(around::frameSize).max().orElse(0);
        target.withMethodBody(
                ConstantDescs.INIT_NAME,
                ConstantDescs.MTD_void,
                0,
                code ->
                        code.aload(Body.THIS)
                                .loadConstant(MOST_FRAMES * largest)
                                .invokespecial(
                                        BASE,
                                        ConstantDescs.INIT_NAME,
                                        MethodTypeDesc.of(ConstantDescs.CD_void, INT))
                                .return_());
    }

    private void run(ClassBuilder target) {
        target.withMethodBody(
                "run",
                MethodTypeDesc.of(LONG, EXECUTION, LONG, LONG),
                ClassFile.ACC_PUBLIC,
                code -> {
                    Callee main = around.callee(0);
                    code.aload(Body.THIS).aload(Body.RUN).lload(4);
                    for (int i = 0; i < main.arguments(); i++) {
                        if (i == 0) {
                            code.lload(2);
                        } else {
                            code.lconst_0();
                        }
                    }
                    code.invokevirtual(around.self(), main.name(), main.type()).lreturn();
                });
    }

    private void call(ClassBuilder target) {
        target.withMethodBody(
                "call",
                MethodTypeDesc.of(LONG, EXECUTION, INT, LONG, LONG, LONG, LONG, LONG, LONG),
                ClassFile.ACC_PUBLIC,
                this::callAny);
    }

    /// Parameters: the run, the slot of the function, five arguments, the frame.
    private void callAny(CodeBuilder code) {
        List<SwitchCase> cases = new ArrayList<>();
        for (int start : around.callees().keySet().stream().sorted().toList()) {
            cases.add(SwitchCase.of(start, code.newLabel()));
        }
        Label otherwise = code.newLabel();
        code.iload(2).lookupswitch(otherwise, cases);
        for (SwitchCase one : cases) {
            Callee callee = around.callee(one.caseValue());
            code.labelBinding(one.target()).aload(Body.THIS).aload(Body.RUN).lload(13);
            for (int i = 0; i < callee.arguments(); i++) {
                code.lload(3 + 2 * i);
            }
            code.invokevirtual(around.self(), callee.name(), callee.type()).lreturn();
        }
        ClassDesc exception = ClassDesc.of("java.lang.IllegalArgumentException");
        code.labelBinding(otherwise)
                .new_(exception)
                .dup()
                .invokespecial(exception, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void)
                .athrow();
    }
}
