package dev.skep.object;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.asm.Tool;
import dev.skep.btf.Btf;
import dev.skep.program.Program;
import dev.skep.program.Subprogram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Compares linking with what libbpf and the running kernel make of the same objects. What is
/// loaded is pinned in a mount namespace of its own, and gone with it.
class KernelTest {
    private static final Path TYPES = Path.of("/sys/kernel/btf/vmlinux");
    private static final Pattern PATCHED =
            Pattern.compile(
                    "relo #\\d+: patched insn #(\\d+) \\(.*?\\) (?:imm|imm64|off) -?\\d+ -> (-?\\d+)");
    private static final Pattern FUNCTION = Pattern.compile("\\w[\\w ]*[ *](\\w+)\\(.*\\):");
    private static final Pattern INSN = Pattern.compile(" *(\\d+): \\(.*");

    @Test
    void coreValuesAreThoseOfLibbpf() throws Exception {
        assumeTrue(Files.isReadable(TYPES), TYPES + " is not there: no types to adapt to");
        String log = load("kernel_types.bpf.o", "");
        Map<Integer, Long> theirs = new TreeMap<>();
        for (Matcher found = PATCHED.matcher(log); found.find(); ) {
            theirs.put(Integer.parseInt(found.group(1)), Long.parseLong(found.group(2)));
        }
        assertFalse(theirs.isEmpty(), log);

        LinkOptions options =
                LinkOptions.standard().withTarget(Btf.parse(Files.readAllBytes(TYPES)));
        Map<Integer, Long> ours = new TreeMap<>();
        for (CoreResolution core : Fixture.object("kernel_types.bpf.o").link(options).core()) {
            ours.put(core.slot(), core.targetValue().orElseThrow());
        }
        assertEquals(theirs, ours);
    }

    @Test
    void functionsStandWhereLibbpfPutsThem() throws Exception {
        for (String name : List.of("first", "third")) {
            String dump =
                    load("linking.bpf.o", "bpftool prog dump xlated pinned /sys/fs/bpf/t/" + name);
            List<String> theirs = new ArrayList<>();
            String function = null;
            for (String line : dump.lines().toList()) {
                Matcher start = FUNCTION.matcher(line);
                Matcher insn = INSN.matcher(line);
                if (start.matches()) {
                    function = start.group(1);
                } else if (function != null && insn.matches()) {
                    theirs.add(function + " " + insn.group(1));
                    function = null;
                }
            }
            Program program = Fixture.program("linking.bpf.o", name);
            List<String> ours =
                    program.subprograms().stream()
                            .map((Subprogram s) -> s.name() + " " + s.start())
                            .toList();
            assertEquals(ours, theirs, dump);
        }
    }

    /// Loads all programs of an object and answers what libbpf, and then `command`, print.
    private static String load(String object, String command) throws Exception {
        Tool.require("bpftool", "unshare", "mount");
        assumeTrue(mayLoad(), "this user may not load programs into this kernel");
        Path file = Files.createTempFile("object", ".bpf.o");
        try {
            Files.write(file, Fixture.bytes(object));
            String load = "bpftool -d prog loadall " + file + " /sys/fs/bpf/t 2>&1";
            String script = command.isEmpty() ? load : load + " >/dev/null && " + command;
            return Tool.run("", inItsOwnNamespace(script));
        } finally {
            Files.delete(file);
        }
    }

    private static boolean mayLoad() throws IOException, InterruptedException {
        return new ProcessBuilder(inItsOwnNamespace("bpftool prog show"))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String[] inItsOwnNamespace(String script) {
        return new String[] {
            "unshare", "-m", "sh", "-c", "mount -t bpf bpf /sys/fs/bpf && " + script
        };
    }
}
