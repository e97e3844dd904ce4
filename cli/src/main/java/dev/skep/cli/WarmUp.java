package dev.skep.cli;

import dev.skep.linux.KernelHost;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;

/// What the ahead-of-time cache learns from: the commands that people type most, run once with
/// their output thrown away.
final class WarmUp {
    private WarmUp() {}

    /// @param examples the folder of the examples; without it less is learned
    static int run(String examples) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        String firewall = examples + "/firewall/firewall.bpf.o";
        String http = examples + "/http-host/http-host.bpf.o";
        String packets = examples + "/packets/mixed.pcap";
        List<List<String>> commands =
                List.of(
                        List.of("--version"),
                        List.of("--help"),
                        List.of("help", "helper", "loop"),
                        List.of("verify", firewall, http),
                        List.of("verify", "--json", firewall),
                        List.of("explain", "V012"),
                        List.of("inspect", firewall),
                        List.of("inspect", "--json", http),
                        List.of("disasm", firewall),
                        List.of("run", firewall, "--packets", packets),
                        List.of("run", http, "--packets", packets, "--json"),
                        List.of(
                                "run",
                                "--cbpf",
                                examples + "/cbpf/tcp-port-80.txt",
                                "--packets",
                                packets),
                        List.of("conformance", "--help"));
        commands.forEach(c -> Main.run(nowhere, nowhere, c.toArray(String[]::new)));
        if (KernelHost.obstacle().isEmpty()) {
            withKernel(examples)
                    .forEach(c -> Main.run(nowhere, nowhere, c.toArray(String[]::new)));
        }
        return ExitCode.DONE;
    }

    /// Programs are loaded and dropped again; nothing is attached, because no interface has that
    /// name.
    private static List<List<String>> withKernel(String examples) {
        String firewall = examples + "/firewall/firewall.bpf.o";
        String watch = examples + "/exec-watch/exec-watch.bpf.o";
        String packets = examples + "/packets/http.pcap";
        return List.of(
                List.of("attach", firewall, "--to", "no such interface"),
                List.of("attach", firewall, "--to", "no such interface", "--json"),
                List.of("verify", "--host", "linux", firewall, watch),
                List.of("run", "--host", "linux", firewall, "--packets", packets),
                List.of("prog", "list"),
                List.of("map", "list", "--json"),
                List.of("link", "list"),
                List.of("btf", "list"),
                List.of("prog", "show", "no such program"),
                List.of("doctor"));
    }
}
