package dev.skep.lab.docs;

import dev.skep.lab.house.House;
import dev.skep.lab.verify.VerifyCase;
import dev.skep.object.KernelSymbols;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// A page of `docs/verifier`: one code, with examples.
record VerifierPage(String code, String text) {
    static final Path FOLDER = House.root().resolve("docs/verifier");

    /// All pages, by code.
    static List<VerifierPage> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(f -> f.getFileName().toString().matches("V[0-9]{3}\\.md"))
                    .sorted()
                    .map(VerifierPage::read)
                    .toList();
        }
    }

    private static VerifierPage read(Path file) {
        try {
            String name = file.getFileName().toString();
            return new VerifierPage(name.replace(".md", ""), Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String firstLine() {
        return text.lines().findFirst().orElse("");
    }

    /// The cases in the blocks of code that are called `kind`: `accepted` or `rejected`.
    List<VerifyCase> examples(String kind, KernelSymbols kernel) {
        List<VerifyCase> found = new ArrayList<>();
        String[] parts = text.split("\n```" + kind + "\n");
        for (int i = 1; i < parts.length; i++) {
            found.addAll(
                    VerifyCase.parse(parts[i].substring(0, parts[i].indexOf("\n```") + 1), kernel));
        }
        return found;
    }

    /// The wordings of the kernel that the page lists.
    List<String> wordings() {
        return text.lines()
                .dropWhile(l -> !l.equals("## The kernel says"))
                .filter(l -> l.startsWith("- `"))
                .map(l -> l.substring(3, l.lastIndexOf('`')))
                .toList();
    }
}
