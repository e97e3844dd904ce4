package dev.skep.vm;

import dev.skep.host.LoadedProgram;
import dev.skep.map.JvmMap;
import dev.skep.memory.Block;
import dev.skep.program.Program;
import dev.skep.spec.ContextLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A run of a program, and everything that helper functions know of it. Made by
/// [Interpreter#execution]; it can be run any number of times, one after the other, by one thread.
///
/// It runs compiled code where there is some. A tail call from there into a program that was not
/// compiled goes on in the interpreter; the other way round it stays in the interpreter.
public final class Execution {
    /// How many tail calls one run may make, as on Linux.
    public static final int MAX_TAIL_CALLS = 33;

    private record Held(Region region, Runnable abandon) {}

    private final long[] registers = new long[Registers.COUNT];
    private final Memory memory = new Memory();
    private final Calls calls = new Calls(registers, memory);
    private final Map<Class<?>, Optional<?>> attachments = new HashMap<>();
    private final Map<Long, JvmMap> maps = new HashMap<>();
    private final Map<Long, Held> held = new LinkedHashMap<>();
    private final Interpreter interpreter;
    private final Environment environment;
    private final Loop loop;
    private final CompiledRun compiled;
    private LegacyPacket legacyPacket;

    /// Room for the key of an element whose timer calls back; few runs need it.
    private Block keyRoom;

    private final RunnableProgram[] called = new RunnableProgram[MAX_TAIL_CALLS];
    private int tailCalls;
    private boolean continues;

    Execution(Interpreter interpreter, CompiledCode code, Environment environment) {
        this.interpreter = interpreter;
        this.environment = environment;
        this.loop = new Loop(this, registers, memory, calls, interpreter.options());
        this.compiled = code == null ? null : new CompiledRun(this, code);
        useMaps(interpreter);
    }

    /// Runs the program from its start with two arguments; the others are zero. Compiled code takes
    /// only the first: its context.
    ///
    /// @return r0
    /// @throws dev.skep.diag.TrapException if the program does what it must not
    public long run(long r1, long r2) {
        tailCalls = 0;
        continues = false;
        return compiled == null ? interpret(interpreter.code(), 0, r1, r2, 0) : compiled.start(r1);
    }

    /// Calls the function at slot `function` as the timer in the value at `value` of `map` does: in
    /// a run of its own, with the map, the key and the value.
    ///
    /// @throws dev.skep.diag.TrapException if it does what it must not
    public void callBack(int function, JvmMap map, long value) {
        tailCalls = 0;
        continues = false;
        use(map);
        if (keyRoom == null) {
            keyRoom = new Block(Long.BYTES);
        }
        long key = map.keyOf(value, keyRoom.address());
        if (compiled != null) {
            compiled.callBack(function, map.handle(), key, value);
            return;
        }
        Region region =
                new Region(
                        Region.Kind.OTHER,
                        "the key",
                        key,
                        map.definition().keySize(),
                        Region.Access.READ);
        memory.add(region);
        try {
            interpret(interpreter.code(), function, map.handle(), key, value);
        } finally {
            memory.remove(region);
        }
    }

    /// Runs `code` in the interpreter from `slot` on, in the first of its frames.
    long interpret(Code code, int slot, long r1, long r2, long r3) {
        Arrays.fill(registers, 0);
        registers[1] = r1;
        registers[2] = r2;
        registers[3] = r3;
        calls.start();
        try {
            return loop.start(code, slot);
        } finally {
            abandonHeld();
            memory.clearStack();
            memory.keep();
        }
    }

    /// The program that is running; after a tail call, the one that was called.
    public Program program() {
        if (loop.code() != null) {
            return loop.code().program();
        }
        return compiled == null ? interpreter.program() : compiled.program();
    }

    /// The program whose code is running at the moment, as it was loaded: the one that a function
    /// in a register belongs to. Known in helper functions that take one, if a host loaded it.
    public Optional<RunnableProgram> loaded() {
        for (int i = tailCalls - 1; i >= 0; i--) {
            if (isRunning(called[i])) {
                return Optional.of(called[i]);
            }
        }
        return attachment(RunnableProgram.class).filter(this::isRunning);
    }

    private boolean isRunning(RunnableProgram program) {
        return checked()
                ? program.interpreter().code() == loop.code()
                : compiled.isCaller(program.compiled());
    }

    /// The program that the run started with.
    Interpreter interpreter() {
        return interpreter;
    }

    /// Whether every access is checked: in the interpreter.
    public boolean checked() {
        return compiled == null || compiled.interpreting();
    }

    /// Whether it holds on to maps that the program does not name: maps that it found in others.
    public boolean foundMaps() {
        return maps.size() > interpreter.maps().size();
    }

    /// What this run may touch.
    public Memory memory() {
        if (compiled != null) {
            compiled.adoptMaps();
        }
        return memory;
    }

    /// The world around.
    public Environment environment() {
        return environment;
    }

    /// The number of the CPU that the program believes to run on.
    public int cpu() {
        return environment.cpu();
    }

    /// How many instructions the last run has executed so far.
    public long executed() {
        return loop.executed();
    }

    /// The value of register `number`, 0 to 10. Up to date for helper functions and tracers.
    public long register(int number) {
        return registers[number];
    }

    /// How many calls the running function is deep in: 0 for the program itself.
    public int depth() {
        return calls.depth();
    }

    /// Puts the context that programs get in r1 at `address`: a block of [ContextLayout#blockSize]
    /// bytes.
    public void placeContext(long address, ContextLayout layout) {
        memory.context().place(address, layout);
    }

    /// Attaches what a hook wants its helper functions to find: a packet, a socket buffer.
    public <T> void attach(Class<T> type, T object) {
        attachments.put(type, Optional.of(object));
        if (object instanceof LegacyPacket packet) {
            legacyPacket = packet;
        }
    }

    /// What a legacy packet load of compiled code finds, as [LegacyPacket#load] gives it.
    public long loadPacket(int offset, int size) {
        return legacyPacket == null ? -1 : legacyPacket.load(offset, size);
    }

    /// What was attached under `type`.
    @SuppressWarnings("unchecked")
    public <T> Optional<T> attachment(Class<T> type) {
        return (Optional<T>) attachments.getOrDefault(type, Optional.empty());
    }

    /// The map that `handle` in a register stands for, if it stands for one.
    public Optional<JvmMap> findMap(long handle) {
        JvmMap map = maps.get(handle);
        if (map == null) {
            map = interpreter.mapsByHandle().find(handle).orElse(null);
            if (map != null) {
                use(map);
            }
        }
        return Optional.ofNullable(map);
    }

    /// The map that `handle` in a register stands for; ends the run if it stands for none.
    public JvmMap mapOf(long handle) {
        return findMap(handle)
                .orElseThrow(
                        () ->
                                fault(
                                        "0x%x is no map".formatted(handle),
                                        "type=scalar expected=map_ptr"));
    }

    /// Calls a function of the program, as helper functions with callbacks do.
    ///
    /// @param function the register value that stands for it
    /// @return its r0
    public long invoke(long function, long a1, long a2, long a3, long a4, long a5) {
        if (!checked()) {
            return compiled.invoke((int) function, a1, a2, a3, a4, a5);
        }
        Code code = loop.code();
        int target = code.functionAt(function);
        calls.enter(code, Code.NO_SLOT);
        registers[1] = a1;
        registers[2] = a2;
        registers[3] = a3;
        registers[4] = a4;
        registers[5] = a5;
        long result = loop.run(code, target);
        calls.leave();
        return result;
    }

    /// Says for compiled code that the helper function it is about to call may call functions of
    /// it, whose frames end at `frame`.
    public void callsBack(CompiledCode caller, long frame) {
        compiled.callsBack(caller, frame);
    }

    /// Asks for `target` to go on in place of the running program once the helper function returns.
    ///
    /// @param target `null` for a program that is not there
    /// @return false if there were too many tail calls in this run, or `target` cannot be run here:
    ///   then the program just goes on
    public boolean tailCall(LoadedProgram target) {
        if (tailCalls == MAX_TAIL_CALLS || !(target instanceof RunnableProgram program)) {
            return false;
        }
        // Mostly the same as in the last run: a reference that is not stored costs the collector
        // nothing.
        if (called[tailCalls] != program) {
            called[tailCalls] = program;
        }
        tailCalls++;
        continues = true;
        if (checked()) {
            useMaps(program.interpreter());
        }
        return true;
    }

    /// Whether a tail call was made that compiled code has to return for.
    public boolean continues() {
        return continues;
    }

    /// Goes on with the program that a tail call asked for, and those that it calls in turn.
    ///
    /// @param frame the address behind the stack frame of the function that made the call
    /// @return r0
    public long follow(long frame) {
        return compiled.follow(frame);
    }

    /// Gives the program `region`, which it has to give back: a reserved record, an iterator. If
    /// the run ends without that, `abandon` is done and the run has trapped.
    public void hold(Region region, Runnable abandon) {
        if (!checked()) {
            return;
        }
        held.put(region.start(), new Held(region, abandon));
        memory.add(region);
    }

    /// Takes back what starts at `address`; false if the program does not hold such a thing, which
    /// verified programs cannot come to.
    public boolean release(long address) {
        if (!checked()) {
            return true;
        }
        Held thing = held.remove(address);
        if (thing != null) {
            memory.remove(thing.region);
        }
        return thing != null;
    }

    /// What a helper function throws to end the run.
    ///
    /// @param message what is wrong with its arguments
    /// @param kernelMessage the verifier's words for that, or the empty string
    public RuntimeException fault(String message, String kernelMessage) {
        return new Fault(TrapCode.BAD_ARGUMENT, message, "see `skep help helper`", kernelMessage);
    }

    /// Whether the program holds what starts at `address`.
    public boolean holds(long address) {
        return held.containsKey(address);
    }

    HelperLibrary helpers() {
        return interpreter.helpers();
    }

    /// The program to go on with, once, if a tail call asked for one.
    RunnableProgram takeSuccessor() {
        if (!continues) {
            return null;
        }
        continues = false;
        return called[tailCalls - 1];
    }

    /// How many tail calls this run has made.
    int tailCalls() {
        return tailCalls;
    }

    /// The program that tail call `number` led to.
    RunnableProgram called(int number) {
        return called[number];
    }

    /// Ends the run if the program still holds something.
    void demandNothingHeld() {
        if (!held.isEmpty()) {
            Region region = held.values().iterator().next().region;
            throw new Fault(
                    TrapCode.UNRELEASED,
                    "the program ends and still holds %s at 0x%x"
                            .formatted(region.describe(), region.start()),
                    region.kind() == Region.Kind.ITERATOR
                            ? "destroy it on every path, also where making it failed"
                            : "submit or discard it on every path",
                    "Unreleased reference id=1 alloc_insn=0");
        }
    }

    private void abandonHeld() {
        held.values()
                .forEach(
                        thing -> {
                            memory.remove(thing.region);
                            thing.abandon.run();
                        });
        held.clear();
    }

    /// Lets the run touch what another program may.
    void useMaps(Interpreter other) {
        other.maps().forEach(this::use);
    }

    private void use(JvmMap map) {
        if (maps.putIfAbsent(map.handle(), map) == null) {
            memory.add(map);
        }
    }
}
