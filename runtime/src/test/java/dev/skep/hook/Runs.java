package dev.skep.hook;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A list as lines that give how often each value stands in a row: `12 XDP_PASS`.
final class Runs {
    private Runs() {}

    static String print(List<String> values) {
        StringBuilder text = new StringBuilder();
        int count = 0;
        for (int i = 0; i < values.size(); i++) {
            count++;
            if (i + 1 == values.size() || !values.get(i + 1).equals(values.get(i))) {
                text.append(count).append(' ').append(values.get(i)).append('\n');
                count = 0;
            }
        }
        return text.toString();
    }

    static List<String> read(String text) {
        List<String> values = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String[] parts = line.split(" ");
            values.addAll(Collections.nCopies(Integer.parseInt(parts[0]), parts[1]));
        }
        return values;
    }
}
