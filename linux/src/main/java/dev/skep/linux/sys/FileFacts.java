package dev.skep.linux.sys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/// What `/proc/PID/fdinfo` tells about a descriptor of any process: `Documentation/filesystems/
/// proc.rst`, and what the kernel's maps, programs, links and type graphs add.
public final class FileFacts {
    private FileFacts() {}

    /// The lines about an open file of this process, by what stands before the colon; empty if the
    /// kernel does not show them.
    public static Map<String, String> of(Descriptor descriptor) {
        try (Descriptor.Hold hold = descriptor.hold("fdinfo")) {
            return read(Path.of("/proc/self/fdinfo", String.valueOf(hold.number())));
        } catch (RefusedCall | IOException e) {
            return Map.of();
        }
    }

    /// The id of the thing of that kind that `file`, an entry of `/proc/PID/fd`, stands for; empty
    /// if it is something else, or gone, or not shown to this user.
    public static OptionalInt id(Inventory.Kind kind, Path file) {
        try {
            if (!kind.names(Files.readSymbolicLink(file).toString())) {
                return OptionalInt.empty();
            }
            Path facts = file.getParent().resolveSibling("fdinfo").resolve(file.getFileName());
            String id = read(facts).get(kind.fact());
            return id == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(id));
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Map<String, String> facts = new HashMap<>();
        // Names of probes and files in it need not be UTF-8.
        for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                facts.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        }
        return facts;
    }
}
