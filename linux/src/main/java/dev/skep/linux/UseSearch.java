package dev.skep.linux;

import dev.skep.linux.sys.Descriptor;
import dev.skep.linux.sys.FileFacts;
import dev.skep.linux.sys.Inventory;
import dev.skep.linux.sys.Inventory.Kind;
import dev.skep.linux.sys.Pins;
import dev.skep.linux.sys.RefusedCall;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Finds who keeps the things of one kind: the entries of BPF file systems, and the open files of
/// all processes that this user may see. What comes or goes meanwhile may be missed.
final class UseSearch {
    private static final Path PROCESSES = Path.of("/proc");

    private final Kind kind;
    private final Map<Integer, List<Path>> pins = new HashMap<>();
    private final Map<Integer, Map<Long, String>> processes = new HashMap<>();

    private UseSearch(Kind kind) {
        this.kind = kind;
    }

    /// Who keeps what, by id.
    static Map<Integer, Uses> of(Kind kind) {
        UseSearch search = new UseSearch(kind);
        if (kind != Kind.TYPES) {
            mounts().forEach(search::lookAtPins);
        }
        search.lookAtProcesses();
        Set<Integer> ids = new HashSet<>(search.pins.keySet());
        ids.addAll(search.processes.keySet());
        Map<Integer, Uses> found = new HashMap<>();
        ids.forEach(id -> found.put(id, search.uses(id)));
        return found;
    }

    private Uses uses(int id) {
        return new Uses(
                pins.getOrDefault(id, List.of()).stream().sorted().toList(),
                processes.getOrDefault(id, Map.of()).entrySet().stream()
                        .map(e -> new Uses.Holder(e.getKey(), e.getValue()))
                        .toList());
    }

    /// Where BPF file systems are mounted: `Documentation/filesystems/proc.rst`, blanks are `\040`.
    private static Collection<Path> mounts() {
        try (Stream<String> lines =
                Files.lines(Path.of("/proc/thread-self/mounts"), StandardCharsets.UTF_8)) {
            return lines.map(line -> line.split(" "))
                    .filter(cells -> cells.length > 2 && cells[2].equals("bpf"))
                    .map(cells -> Path.of(cells[1].replace("\\040", " ")))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private void lookAtPins(Path folder) {
        List<Path> files = new ArrayList<>();
        collect(folder, files);
        for (Path file : files) {
            try (Descriptor descriptor = Pins.open(file)) {
                if (Inventory.is(kind, descriptor)) {
                    int id = Inventory.id(kind, descriptor);
                    pins.computeIfAbsent(id, _ -> new ArrayList<>()).add(file);
                }
            } catch (RefusedCall e) {
                // Gone, or not for this user: then it is not shown.
            }
        }
    }

    private static void collect(Path folder, List<Path> files) {
        for (Path entry : entries(folder, "*")) {
            if (Files.isDirectory(entry)) {
                collect(entry, files);
            } else if (!Files.isSymbolicLink(entry)) {
                files.add(entry);
            }
        }
    }

    private void lookAtProcesses() {
        for (Path process : entries(PROCESSES, "[0-9]*")) {
            for (Path file : entries(process.resolve("fd"), "*")) {
                OptionalInt id = FileFacts.id(kind, file);
                if (id.isPresent()) {
                    processes
                            .computeIfAbsent(id.getAsInt(), _ -> new TreeMap<>())
                            .computeIfAbsent(
                                    Long.valueOf(process.getFileName().toString()),
                                    _ -> command(process));
                }
            }
        }
    }

    /// What is in a folder; nothing if it has gone, or is not for this user.
    private static List<Path> entries(Path folder, String pattern) {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, pattern)) {
            entries.forEach(all::add);
        } catch (IOException | DirectoryIteratorException e) {
            return all;
        }
        return all;
    }

    private static String command(Path process) {
        try {
            return Files.readString(process.resolve("comm"), StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
