package dev.skep.lab.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.diag.Code;
import dev.skep.lab.house.House;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `docs/diagnostics.md` lists every code there is. `-Dskep.golden=rewrite` writes it anew.
class DiagnosticsPageTest {
    private static final Path PAGE = House.root().resolve("docs/diagnostics.md");

    private static final String HEAD =
            """
            # Diagnostics

            What Skep refuses, it refuses with a code, a place, a cause and a remedy:

                E005: this file holds code for x86-64, not for BPF
                  at /bin/ls, offset 0x12
                  fix: compile it with clang -target bpf, or name the .o file of the BPF program.

            Where the Linux kernel has words for the same fault, they follow: `kernel says: ...`. Codes never change their meaning.

            | code | what it means | room |
            |---|---|---|
            """;

    @Test
    void thePageListsEveryCode() throws IOException {
        String page = HEAD + rows();
        if ("rewrite".equals(System.getProperty("skep.golden"))) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE));
    }

    private static String rows() {
        Map<String, List<Code>> byId =
                House.codes().stream()
                        .sorted(Comparator.comparing(Code::id))
                        .collect(
                                Collectors.groupingBy(Code::id, TreeMap::new, Collectors.toList()));
        StringBuilder rows = new StringBuilder();
        for (List<Code> codes : byId.values()) {
            Code code = codes.getFirst();
            String room = ((Enum<?>) code).getDeclaringClass().getPackageName();
            rows.append("| %s | %s | `%s` |\n".formatted(code.id(), code.title(), room));
        }
        return rows.toString();
    }
}
