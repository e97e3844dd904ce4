package dev.skep.vm;

import dev.skep.map.JvmMap;
import dev.skep.memory.Block;
import dev.skep.memory.OffHeap;
import dev.skep.program.Program;
import dev.skep.vm.Region.Access;
import dev.skep.vm.Region.Kind;
import java.util.List;

/// A program made ready to be interpreted: every access checked, whatever the program. Immutable,
/// and safe for threads, each of which runs an [Execution] of its own.
public final class Interpreter {
    private final Code code;
    private final List<JvmMap> maps;
    private final HelperLibrary helpers;
    private final MapsByHandle mapsByHandle;
    private final RunOptions options;

    /// Prepares `program`.
    ///
    /// @param maps what its map immediates stand for, in the order of [Program#maps]
    /// @param helpers what it may call
    /// @param mapsByHandle where maps are found that only stand in maps
    /// @throws dev.skep.diag.TrapException if it cannot run: a jump to nowhere, a map that is not
    ///   there
    public Interpreter(
            Program program,
            List<? extends JvmMap> maps,
            HelperLibrary helpers,
            MapsByHandle mapsByHandle,
            RunOptions options) {
        this.maps = List.copyOf(maps);
        this.helpers = helpers;
        this.mapsByHandle = mapsByHandle;
        this.options = options;
        this.code = new Decoder(program, this.maps, helpers).decode();
    }

    /// Prepares a program that uses no maps.
    ///
    /// @throws dev.skep.diag.TrapException if it cannot run
    public Interpreter(Program program, HelperLibrary helpers, RunOptions options) {
        this(program, List.of(), helpers, MapsByHandle.NONE, options);
    }

    /// The program.
    public Program program() {
        return code.program();
    }

    /// A new run, not yet started.
    public Execution execution(Environment environment) {
        return new Execution(this, null, environment);
    }

    /// A new run of `code`, which this program was compiled to, not yet started.
    public Execution execution(CompiledCode code, Environment environment) {
        return new Execution(this, code, environment);
    }

    /// Runs the program once over a copy of `data`, with its address in r1 and its length in r2
    /// (both 0 where it is empty), and changes `data` as the program did.
    ///
    /// @return r0
    /// @throws dev.skep.diag.TrapException if the program does what it must not
    public long run(byte[] data, Environment environment) {
        Execution run = execution(environment);
        if (data.length == 0) {
            return run.run(0, 0);
        }
        Block block = new Block(data.length);
        OffHeap.put(data, block.address());
        run.memory()
                .add(
                        new Region(
                                Kind.OTHER,
                                "the memory",
                                block.address(),
                                data.length,
                                Access.READ_WRITE));
        long result = run.run(block.address(), data.length);
        System.arraycopy(OffHeap.bytes(block.address(), data.length), 0, data, 0, data.length);
        block.keep();
        return result;
    }

    Code code() {
        return code;
    }

    List<JvmMap> maps() {
        return maps;
    }

    HelperLibrary helpers() {
        return helpers;
    }

    MapsByHandle mapsByHandle() {
        return mapsByHandle;
    }

    RunOptions options() {
        return options;
    }
}
