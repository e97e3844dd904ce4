package dev.skep.cli;

import dev.skep.cli.json.Json;
import dev.skep.linux.Feature;
import dev.skep.linux.KernelFeatures;
import dev.skep.linux.RunningKernel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `skep probe`.
@Command(
        name = "probe",
        description = "Finds out what the running Linux kernel can do, by trying.",
        mixinStandardHelpOptions = true,
        footerHeading = "%nFields of --json, one object:%n",
        footer = {
            "  kernel       its release",
            "  features[]   group (program type, map type, link type, helper, kernel",
            "               function), name, state (yes, no, forbidden), detail",
            "%nTried are a harmless program of each type, a map of each type and a call of",
            "each helper function. Nothing is attached, nothing runs, nothing stays. Links and",
            "kernel functions are looked up among the kernel's types.",
            "%nExit codes: 4 if the kernel cannot be asked."
        })
final class ProbeCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--all",
            description = "print what the kernel has, too, and not only what it lacks")
    private boolean all;

    @Option(names = "--json", description = "print one JSON object with everything")
    private boolean json;

    ProbeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        KernelFeatures kernel = KernelFeatures.open();
        List<Feature> features = new ArrayList<>();
        features.addAll(kernel.programTypes());
        features.addAll(kernel.mapTypes());
        features.addAll(kernel.linkTypes());
        features.addAll(kernel.helpers());
        features.addAll(kernel.kernelFunctions());
        String release = new RunningKernel().release();
        if (json) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("kernel", release);
            tree.put("features", features.stream().map(ProbeCommand::tree).toList());
            Json.print(console.out(), tree);
        } else {
            console.out().println("Linux " + release);
            features.stream()
                    .collect(
                            Collectors.groupingBy(
                                    Feature::group, LinkedHashMap::new, Collectors.toList()))
                    .forEach(this::print);
        }
        return ExitCode.DONE;
    }

    private void print(String group, List<Feature> features) {
        long there = features.stream().filter(f -> f.state() == Feature.State.YES).count();
        console.out().println();
        console.out()
                .println(
                        console.styled(
                                "bold", "%ss: %d of %d".formatted(group, there, features.size())));
        for (Feature.State state : Feature.State.values()) {
            List<String> names =
                    features.stream().filter(f -> f.state() == state).map(Feature::name).toList();
            if (!names.isEmpty() && (all || state != Feature.State.YES)) {
                String title = "  " + word(state) + ": ";
                Paragraph.lines(String.join(", ", names), title, "    ")
                        .forEach(console.out()::println);
            }
        }
    }

    private static String word(Feature.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Object tree(Feature feature) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("group", feature.group());
        tree.put("name", feature.name());
        tree.put("state", word(feature.state()));
        tree.put("detail", feature.detail());
        return tree;
    }
}
