package dev.skep.verify.domain;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the kernel's log says of registers along the first path through a program.
final class KernelTrace {
    private static final Pattern INSTRUCTION =
            Pattern.compile("^(\\d+): \\([0-9a-f]{2}\\) (?:.*; (R.*))?.*");
    private static final Pattern LATE_STATE = Pattern.compile("^(\\d+): (R.*)");
    private static final Pattern OTHER_PATH = Pattern.compile("^from (\\d+) to (\\d+): (R.*)");
    private static final Pattern REGISTER =
            Pattern.compile("R(\\d+)=P?(scalar\\((?:[^()]|\\([^()]*\\))*\\)|\\S+)");
    private static final Pattern IDENTITY = Pattern.compile("id=\\d+(?:[+-]\\d+)?,?");

    private final Map<Integer, Map<Integer, String>> after = new HashMap<>();
    private final Map<Integer, Map<Integer, String>> taken = new HashMap<>();

    KernelTrace(String log) {
        int last = -1;
        boolean first = true;
        for (String line : log.lines().toList()) {
            Matcher instruction = INSTRUCTION.matcher(line);
            Matcher late = LATE_STATE.matcher(line);
            Matcher other = OTHER_PATH.matcher(line);
            if (other.matches()) {
                first = false;
                int source = Integer.parseInt(other.group(1));
                if (source != Integer.parseInt(other.group(2))) {
                    taken.putIfAbsent(source, registers(other.group(3)));
                }
            } else if (first && instruction.matches()) {
                last = Integer.parseInt(instruction.group(1));
                after.put(
                        last,
                        instruction.group(2) == null ? Map.of() : registers(instruction.group(2)));
            } else if (first && late.matches() && Integer.parseInt(late.group(1)) == last) {
                after.put(last, registers(late.group(2)));
            }
        }
    }

    /// The registers after the instruction at `slot`, as far as it used them.
    Map<Integer, String> after(int slot) {
        return after.getOrDefault(slot, Map.of());
    }

    /// The registers where the branch at `slot` is taken, if another path does so.
    Map<Integer, String> taken(int slot) {
        return taken.getOrDefault(slot, Map.of());
    }

    private static Map<Integer, String> registers(String text) {
        Map<Integer, String> registers = new HashMap<>();
        Matcher register = REGISTER.matcher(text);
        while (register.find()) {
            String state = IDENTITY.matcher(register.group(2)).replaceAll("");
            registers.put(Integer.parseInt(register.group(1)), state);
        }
        return registers;
    }
}
