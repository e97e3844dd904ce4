package dev.skep.lab.bench;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What stands behind the name of a small benchmark: options with a value each.
///
/// @param options by their names, `--root` among them
public record Arguments(Map<String, String> options) {
    /// Reads them, and ends the JVM with 2 where they are not what is known.
    ///
    /// @param known the options that there are, besides `--root`, the folder of the project
    public static Arguments of(String[] words, String... known) {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i < words.length; i += 2) {
            boolean fits =
                    i + 1 < words.length
                            && (words[i].equals("--root") || List.of(known).contains(words[i]));
            if (!fits) {
                System.err.println(
                        words[i] + " is not one of these, each with a value: " + List.of(known));
                System.exit(2);
            }
            options.put(words[i], words[i + 1]);
        }
        return new Arguments(Map.copyOf(options));
    }

    /// A file of the project, by its path in there.
    public Path file(String path) {
        return Path.of(options.getOrDefault("--root", ".")).resolve(path);
    }

    /// The number behind `option`, or `otherwise`.
    public double number(String option, double otherwise) {
        return Double.parseDouble(options.getOrDefault(option, "" + otherwise));
    }
}
