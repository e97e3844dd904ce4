package dev.skep.lab.house;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.skep.diag.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Codes are stable names: each stands for one thing.
class DiagnosticCodesTest {
    private final List<Code> codes = House.codes();

    @Test
    void everyIdIsUsedOnce() {
        assertFalse(codes.isEmpty());
        Map<String, List<String>> byId = new TreeMap<>();
        codes.forEach(c -> byId.computeIfAbsent(c.id(), _ -> new ArrayList<>()).add(c.toString()));
        byId.values().removeIf(names -> names.size() == 1);
        assertEquals(Map.of(), byId);
    }

    @Test
    void everyIdIsALetterAndThreeDigitsAndHasATitle() {
        List<String> wrong =
                codes.stream()
                        .filter(c -> !c.id().matches("[A-Z][0-9]{3}") || c.title().isBlank())
                        .map(Code::toString)
                        .toList();
        assertEquals(List.of(), wrong);
    }
}
