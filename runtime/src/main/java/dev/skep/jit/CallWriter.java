package dev.skep.jit;

import dev.skep.host.Errno;
import dev.skep.isa.Insn;
import dev.skep.jit.flow.Range;
import dev.skep.map.ArrayMap;
import dev.skep.map.JvmMap;
import dev.skep.map.PerCpuArrayMap;
import dev.skep.map.ProgramSide;
import dev.skep.spec.ArgumentKind;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.vm.CompiledCode;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.HelperLibrary.Binding;
import dev.skep.vm.MapFunction;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Collections;

/// Writes calls: of functions of the program, and of helper functions, which are constants of the
/// class as maps are. Look-ups in arrays are written out; those in other maps go to the map's
/// [ProgramSide].
final class CallWriter {
    private static final int LOOKUP = 1;
    private static final int UPDATE = 2;
    private static final int DELETE = 3;
    private static final int TAIL_CALL = 12;
    private static final int LOOP = 181;

    /// `BPF_MAX_LOOPS`.
    private static final int MAX_LOOPS = 8 * 1024 * 1024;

    private static final int ARGUMENTS = 5;

    private static final ClassDesc EXECUTION = desc(Execution.class);
    private static final ClassDesc CODE = desc(CompiledCode.class);
    private static final ClassDesc SIDE = desc(ProgramSide.class);
    private static final ClassDesc HELPER = desc(HelperFunction.class);
    private static final ClassDesc ON_MAP = desc(MapFunction.class);
    private static final ClassDesc MAP = desc(JvmMap.class);
    private static final ClassDesc INTEGER = ClassDesc.of("java.lang.Integer");
    private static final ClassDesc LONG = ConstantDescs.CD_long;
    private static final ClassDesc INT = ConstantDescs.CD_int;

    private final Body body;
    private final CodeBuilder code;
    private final Surroundings around;
    private final MemoryWriter memory;
    private final Runnable leave;

    /// @param leave writes the return from the function, with r0 on the stack
    CallWriter(Body body, Surroundings around, MemoryWriter memory, Runnable leave) {
        this.body = body;
        this.code = body.code();
        this.around = around;
        this.memory = memory;
        this.leave = leave;
    }

    private static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /// Calls a function of the program. If that one made a tail call, the other program is run
    /// here, when its frame is gone.
    void write(Insn.CallSubprogram i, int slot) {
        Surroundings.Callee callee = around.callee(i.target());
        code.aload(Body.THIS).aload(Body.RUN);
        pushCalleeFrame();
        for (int argument = 0; argument < callee.arguments(); argument++) {
            body.pushLong(slot, argument);
        }
        code.invokevirtual(around.self(), callee.name(), callee.type());
        if (callee.tailCalls()) {
            Label returned = body.label();
            code.aload(Body.RUN)
                    .invokevirtual(
                            EXECUTION, "continues", MethodTypeDesc.of(ConstantDescs.CD_boolean))
                    .ifeq(returned)
                    .pop2()
                    .aload(Body.RUN);
            pushCalleeFrame();
            code.invokevirtual(EXECUTION, "follow", MethodTypeDesc.of(LONG, LONG))
                    .labelBinding(returned);
        }
        body.popLong(slot);
    }

    private void pushCalleeFrame() {
        code.lload(Body.FRAME);
        body.constants().push(code, (long) around.frameSize(body.flow()));
        code.lsub();
    }

    /// Loads from the packet into r0; outside of it r0 is 0 and the function returns.
    void write(Insn.PacketLoad i, int slot) {
        code.aload(Body.RUN);
        body.constants().push(code, i.immediate());
        if (i.index() >= 0) {
            body.pushInt(slot, 1);
            code.iadd();
        }
        body.constants().push(code, i.size().bytes());
        Label inside = body.label();
        code.invokevirtual(EXECUTION, "loadPacket", MethodTypeDesc.of(LONG, INT, INT))
                .dup2()
                .lconst_0()
                .lcmp()
                .ifge(inside)
                .pop2()
                .lconst_0();
        leave.run();
        code.labelBinding(inside);
        body.popLong(slot);
    }

    /// Calls a helper function.
    void write(Insn.CallHelper i, int slot) {
        JvmMap map = around.mapAt(slot);
        if (i.id() == LOOKUP && map instanceof ArrayMap array && array.entries() > 0) {
            lookup(array, slot);
        } else if (i.id() == LOOKUP && map instanceof PerCpuArrayMap array && array.entries() > 0) {
            lookup(array, slot);
        } else if (map != null && (i.id() == LOOKUP || i.id() == UPDATE || i.id() == DELETE)) {
            onProgramSide(i.id(), map, slot);
        } else if (i.id() == LOOP && callback(slot) != null) {
            loop(slot, callback(slot));
        } else {
            bound(i, slot, map);
        }
        if (i.id() == TAIL_CALL) {
            returnIfContinued();
        }
    }

    private void returnIfContinued() {
        Label goesOn = body.label();
        code.aload(Body.RUN)
                .invokevirtual(EXECUTION, "continues", MethodTypeDesc.of(ConstantDescs.CD_boolean))
                .ifeq(goesOn)
                .lconst_0();
        leave.run();
        code.labelBinding(goesOn);
    }

    private void lookup(ArrayMap array, int slot) {
        Label none = body.label();
        Label done = body.label();
        int index = pushIndex(slot, array.entries(), none);
        pushElement(index, array.base(), array.stride(), array.entries());
        finish(slot, none, done);
    }

    private void lookup(PerCpuArrayMap array, int slot) {
        Label none = body.label();
        Label done = body.label();
        int index = pushIndex(slot, array.entries(), none);
        int cpu = body.newInt();
        pushCpu();
        code.dup().istore(cpu);
        body.constants().push(code, array.cpus());
        compareUnsigned();
        code.ifge(none);
        pushElement(index, array.base(), array.stride(), array.entries());
        if (array.cpus() > 1) {
            code.iload(cpu).i2l();
            body.constants().push(code, array.cpuStride());
            code.lmul().ladd();
        }
        finish(slot, none, done);
    }

    /// Jumps to `none` if the key is outside; the local that it is in.
    private int pushIndex(int slot, int entries, Label none) {
        Range range = Range.WORD;
        if (body.flow().slotVariable(slot) >= 0) {
            body.pushInt(slot, 0);
            range = body.range(slot, 0);
        } else {
            memory.loadKey(slot);
        }
        int index = body.newInt();
        code.istore(index);
        if (!range.within(0, entries - 1)) {
            code.iload(index);
            if (entries == 1) {
                code.ifne(none);
            } else {
                body.constants().push(code, entries);
                compareUnsigned();
                code.ifge(none);
            }
        }
        return index;
    }

    private void compareUnsigned() {
        code.invokestatic(INTEGER, "compareUnsigned", MethodTypeDesc.of(INT, INT, INT));
    }

    private void pushElement(int index, long base, long stride, int entries) {
        body.constants().push(code, base);
        if (entries > 1) {
            code.iload(index).i2l();
            body.constants().push(code, stride);
            code.lmul().ladd();
        }
    }

    private void finish(int slot, Label none, Label done) {
        code.goto_(done).labelBinding(none).lconst_0().labelBinding(done);
        body.popLong(slot);
    }

    private void pushCpu() {
        code.aload(Body.RUN).invokevirtual(EXECUTION, "cpu", MethodTypeDesc.of(INT));
    }

    private void onProgramSide(int id, JvmMap map, int slot) {
        body.constants().push(code, ProgramSide.class, map.programSide());
        body.pushLong(slot, 1);
        switch (id) {
            case LOOKUP -> {
                pushCpu();
                code.invokeinterface(SIDE, "lookup", MethodTypeDesc.of(LONG, LONG, INT));
                memory.asAddress();
            }
            case UPDATE -> {
                body.pushLong(slot, 2);
                body.pushLong(slot, 3);
                pushCpu();
                code.invokeinterface(
                        SIDE, "update", MethodTypeDesc.of(LONG, LONG, LONG, LONG, INT));
            }
            default -> code.invokeinterface(SIDE, "delete", MethodTypeDesc.of(LONG, LONG));
        }
        body.popLong(slot);
    }

    /// Calls what the helper function is bound to.
    private void bound(Insn.CallHelper i, int slot, JvmMap map) {
        Helper row = Helpers.byId(i.id()).orElse(null);
        if (row != null && row.arguments().stream().anyMatch(CallWriter::isFunction)) {
            code.aload(Body.RUN).aload(Body.THIS);
            pushCalleeFrame();
            code.invokevirtual(
                    EXECUTION, "callsBack", MethodTypeDesc.of(ConstantDescs.CD_void, CODE, LONG));
        }
        call(around.binding(i.id()), slot, map);
        if (row != null && row.returns().name().endsWith("_OR_NULL")) {
            memory.asAddress();
        }
        body.popLong(slot);
    }

    /// Calls a kernel function.
    void write(Insn.CallKfunc i, int slot) {
        call(around.binding(i), slot, null);
        body.popLong(slot);
    }

    /// Pushes what a function returns.
    private void call(Binding binding, int slot, JvmMap map) {
        switch (binding) {
            case Binding.Available(HelperFunction function) -> {
                body.constants().push(code, HelperFunction.class, function);
                code.aload(Body.RUN);
                for (int argument = 0; argument < ARGUMENTS; argument++) {
                    pushArgument(slot, argument);
                }
                code.invokeinterface(HELPER, "call", function(EXECUTION, ARGUMENTS));
            }
            case Binding.OnMap(int at, MapFunction function) -> {
                body.constants().push(code, MapFunction.class, function);
                code.aload(Body.RUN);
                if (map != null) {
                    body.constants().push(code, JvmMap.class, map);
                } else {
                    code.aload(Body.RUN);
                    body.pushLong(slot, at);
                    code.invokevirtual(EXECUTION, "mapOf", MethodTypeDesc.of(MAP, LONG));
                }
                for (int argument = 0; argument < ARGUMENTS; argument++) {
                    if (argument != at) {
                        pushArgument(slot, argument);
                    }
                }
                code.invokeinterface(
                        ON_MAP,
                        "call",
                        function(EXECUTION, ARGUMENTS - 1).insertParameterTypes(1, MAP));
            }
            case Binding.Unavailable(String reason) -> throw new IllegalStateException(reason);
        }
    }

    private static boolean isFunction(Helper.Argument argument) {
        return argument.kind() == ArgumentKind.FUNCTION;
    }

    private static MethodTypeDesc function(ClassDesc run, int arguments) {
        return MethodTypeDesc.of(LONG, Collections.nCopies(arguments, LONG))
                .insertParameterTypes(0, run);
    }

    private void pushArgument(int slot, int argument) {
        if (argument < body.flow().effects(slot).uses().length) {
            body.pushLong(slot, argument);
        } else {
            code.lconst_0();
        }
    }

    /// The function that a `bpf_loop` always calls; `null` if it is not always the same.
    private Surroundings.Callee callback(int slot) {
        Range function = body.range(slot, 1);
        return function.single() ? around.callee((int) function.low()) : null;
    }

    /// `bpf_loop`, written out: HotSpot sees the loop and the function that it calls.
    private void loop(int slot, Surroundings.Callee callback) {
        Label flags = body.label();
        Label tooMany = body.label();
        Label store = body.label();
        Label done = body.label();
        Label again = body.label();
        int rounds = body.newInt();
        int round = body.newInt();
        body.pushLong(slot, 3);
        code.lconst_0().lcmp().ifne(flags);
        body.pushInt(slot, 0);
        code.dup().istore(rounds);
        body.constants().push(code, MAX_LOOPS);
        compareUnsigned();
        code.ifgt(tooMany);
        code.iconst_0().istore(round);
        code.labelBinding(again).iload(round).iload(rounds).if_icmpge(done);
        code.aload(Body.THIS).aload(Body.RUN);
        pushCalleeFrame();
        for (int argument = 0; argument < callback.arguments(); argument++) {
            switch (argument) {
                case 0 -> code.iload(round).i2l();
                case 1 -> body.pushLong(slot, 2);
                default -> code.lconst_0();
            }
        }
        code.invokevirtual(around.self(), callback.name(), callback.type());
        code.iinc(round, 1).lconst_0().lcmp().ifeq(again);
        code.labelBinding(done).iload(round).i2l().goto_(store).labelBinding(flags);
        body.constants().push(code, Errno.EINVAL.result());
        code.goto_(store).labelBinding(tooMany);
        // The kernel puts this check into the program itself, as a 32-bit -E2BIG.
        body.constants().push(code, Errno.E2BIG.result() & 0xffff_ffffL);
        code.labelBinding(store);
        body.popLong(slot);
    }
}
