package dev.skep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class HelpCommandTest {
    @Test
    void printsTheRowOfAHelper() {
        String out = CommandLineRun.of("help", "helper", "bpf_xdp_adjust_head").out();
        assertTrue(out.startsWith("bpf_xdp_adjust_head(xdp_md, delta)\n"), out);
        assertTrue(out.contains("Programs: ext, xdp\n"), out);
        assertTrue(out.contains("Linux 4.10"), out);
    }

    @Test
    void findsHelpersByNumber() {
        assertTrue(CommandLineRun.of("help", "helper", "1").out().contains("map_lookup_elem"));
    }

    @Test
    void listsAllHelpersWithoutAName() {
        assertEquals(211, CommandLineRun.of("help", "helper").out().lines().count());
    }

    @Test
    void saysWhyTheJvmLacksSomething() {
        String out = CommandLineRun.of("help", "map", "sk_storage").out();
        assertTrue(out.contains("no: the JVM host keeps no storage with kernel objects"), out);
    }

    @Test
    void printsTheContextOfAProgramType() {
        String out = CommandLineRun.of("help", "program", "xdp").out();
        assertTrue(out.contains("struct xdp_md, 24 bytes"), out);
        assertTrue(out.contains("rx_queue_index"), out);
    }

    @Test
    void aMisspeltNameIsAUsageErrorWithASuggestion() {
        CommandLineRun run = CommandLineRun.of("help", "map", "lpm_tree");
        assertEquals(ExitCode.USAGE, run.code());
        assertTrue(run.err().contains("did you mean lpm_trie?"), run.err());
    }

    @Test
    void explainsCommands() {
        assertTrue(CommandLineRun.of("help", "asm").out().contains("--big-endian"));
        assertEquals(ExitCode.USAGE, CommandLineRun.of("help", "nothing").code());
    }

    @Test
    void mapTypesShowTheirRules() {
        String out = CommandLineRun.of("help", "map", "lpm_trie").out();
        assertTrue(out.contains("5 to 260 bytes"), out);
        assertTrue(out.contains("Flags: no_prealloc"), out);
        assertTrue(out.contains("Helpers: map_lookup_elem"), out);
    }
}
