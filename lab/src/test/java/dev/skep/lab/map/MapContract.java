package dev.skep.lab.map;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The cases of `map-contract.txt`, whose head explains them: a shape and what operations on it
/// answer.
///
/// @param line where the case starts in the file
/// @param shape the words behind `map`
/// @param expected the answer to its creation
record MapContract(int line, List<String> shape, String expected, List<Step> steps) {
    /// One operation and its answer.
    record Step(int line, List<String> words, String expected) {}

    /// Every case of the file.
    static List<MapContract> cases() throws IOException {
        List<MapContract> cases = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            String[] sides = line.split(" => ");
            List<String> words = List.of(sides[0].strip().split(" "));
            if (words.getFirst().equals("map")) {
                List<String> shape = words.subList(1, words.size());
                cases.add(new MapContract(i + 1, shape, sides[1], new ArrayList<>()));
            } else {
                cases.getLast().steps.add(new Step(i + 1, words, sides[1]));
            }
        }
        return cases;
    }

    private static List<String> lines() throws IOException {
        try (InputStream file = MapContract.class.getResourceAsStream("map-contract.txt")) {
            String text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().toList();
        }
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
