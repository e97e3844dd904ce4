package dev.skep.lab.map;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The cases of `map-contract.txt` and `map-access.txt`, whose heads explain them: a shape and what
/// operations on it answer.
///
/// @param file which of them
/// @param line where the case starts in the file
/// @param shape the words behind `map`
/// @param expected the answer to its creation
record MapContract(String file, int line, List<String> shape, String expected, List<Step> steps) {
    /// One operation and its answer.
    record Step(int line, List<String> words, String expected) {}

    private static final List<String> FILES = List.of("map-contract.txt", "map-access.txt");

    /// Every case of the files.
    static List<MapContract> cases() throws IOException {
        List<MapContract> cases = new ArrayList<>();
        for (String file : FILES) {
            read(file, cases);
        }
        return cases;
    }

    private static void read(String file, List<MapContract> cases) throws IOException {
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] sides = line.split(" => ");
            List<String> words = List.of(sides[0].strip().split(" "));
            if (words.getFirst().equals("map")) {
                List<String> shape = words.subList(1, words.size());
                cases.add(new MapContract(file, i + 1, shape, sides[1], new ArrayList<>()));
            } else {
                cases.getLast().steps.add(new Step(i + 1, words, sides[1]));
            }
        }
    }

    private static List<String> lines(String name) throws IOException {
        try (InputStream file = MapContract.class.getResourceAsStream(name)) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().toList();
        }
    }

    /// How a test of it is called.
    String title() {
        return "%s:%d: %s".formatted(file, line, String.join(" ", shape));
    }

    /// What the host answers, line by line, in the words of the file.
    Stream<String> answers(MapHost host) {
        return new MapCase(host, shape).run(steps).stream();
    }

    /// What the file says, line by line.
    Stream<String> expectations() {
        return Stream.concat(
                Stream.of("map " + String.join(" ", shape) + " => " + expected),
                steps.stream().map(s -> String.join(" ", s.words) + " => " + s.expected));
    }
}
