package dev.skep.hook;

import dev.skep.isa.classic.ClassicProgram;
import dev.skep.isa.classic.ClassicReader;
import dev.skep.isa.classic.ClassicTranslator;
import dev.skep.isa.classic.Flavour;
import dev.skep.map.JvmMap;
import dev.skep.object.BpfObject;
import dev.skep.object.LinkOptions;
import dev.skep.packet.Origin;
import dev.skep.program.Program;
import dev.skep.runtime.JvmHost;
import dev.skep.spec.ProgramType;
import dev.skep.vm.Environment;
import dev.skep.vm.Interpreter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A program of the examples, attached.
///
/// @param trace what it has printed so far
record Example(PacketHook hook, List<JvmMap> maps, List<String> trace) {
    private static final Path FOLDER = Path.of("..", "examples");

    /// The object file of an example.
    static Path object(String name) {
        return FOLDER.resolve(name).resolve(name + ".bpf.o");
    }

    /// A capture of the examples.
    static Path capture(String name) {
        return FOLDER.resolve("packets").resolve(name);
    }

    /// The first program of an example.
    static Example of(String name) throws IOException {
        BpfObject object = BpfObject.read(Files.readAllBytes(object(name)));
        return attach(object.link(LinkOptions.standard()).programs().getFirst());
    }

    /// The example's classic filter.
    static Example classic() throws IOException {
        String text = Files.readString(FOLDER.resolve("cbpf/tcp-port-80.txt"));
        ClassicProgram filter = ClassicReader.read(text);
        return attach(
                Program.of(
                        "filter",
                        ProgramType.SOCKET_FILTER,
                        ClassicTranslator.translate(filter, Flavour.SOCKET_FILTER)));
    }

    static Example attach(Program program) {
        List<String> trace = new ArrayList<>();
        Environment environment = Environment.repeatable(1).withTrace(trace::add);
        JvmHost host = new JvmHost();
        List<JvmMap> maps = program.maps().stream().map(host::createMap).toList();
        Interpreter interpreter = host.load(program, maps).interpreter();
        return new Example(
                PacketHook.attach(interpreter.execution(environment), Origin.LOOPBACK),
                maps,
                trace);
    }

    JvmMap map(String name) {
        return maps.stream()
                .filter(map -> map.definition().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /// The number that stands at `offset` in the value under an `int` key.
    long number(String map, int key, int offset) {
        ByteBuffer keyBytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.nativeOrder());
        byte[] value = map(map).lookup(keyBytes.putInt(key).array()).orElseThrow();
        return ByteBuffer.wrap(value).order(ByteOrder.nativeOrder()).getLong(offset);
    }
}
