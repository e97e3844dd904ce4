package dev.skep.lab.bench.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.skep.cli.json.Json;
import dev.skep.lab.house.House;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    private final Results results = SampleResults.results();
    private final Report report = new Report(results);

    @Test
    void columnsAreAligned() {
        Grid grid =
                new Grid(
                        List.of("name", "n"),
                        List.of(List.of("a", "1,000"), List.of("longer", "2")));
        assertEquals(
                """
                name        n
                a       1,000
                longer      2
                """,
                grid.text());
        assertEquals(
                """
                | name   |     n |
                |--------|------:|
                | a      | 1,000 |
                | longer |     2 |
                """,
                grid.markdown());
    }

    @Test
    void rowsHaveACellForEachHead() {
        List<List<String>> rows = List.of(List.of("one"));
        List<String> head = List.of("a", "b");
        assertThrows(IllegalArgumentException.class, () -> new Grid(head, rows));
    }

    @Test
    void tablesHoldMediansRangesAndRatios() {
        String text = report.text();
        assertTrue(text.contains("2,000 (1,999..2,345)"), text);
        assertTrue(text.contains("first <program>             100         20.0         -"), text);
        assertTrue(text.contains("second program             10.0         40.0      0.50"), text);
        assertTrue(text.contains("geometric mean                          28.3      0.50"), text);
        assertTrue(text.contains("12.5 KiB"), text);
    }

    @Test
    void whatWasLeftOutIsSaid() {
        List<String> remarks = results.remarks();
        assertTrue(remarks.contains("skipped compiler: there is none"), remarks.toString());
        assertTrue(
                remarks.contains("skipped native C: there is no clang (first)"),
                remarks.toString());
        assertTrue(
                remarks.getLast().contains("25 %") && remarks.getLast().endsWith("(second)"),
                remarks.toString());
    }

    @Test
    void meansAreOverWhatBothWereMeasuredOn() {
        assertEquals(Math.sqrt(20 * 40), mean(Kind.INTERPRETER), 1e-9);
        assertEquals(0.5, mean(Kind.NATIVE), 1e-9);
        assertTrue(results.ratios(Kind.COMPILER).isEmpty());
        assertEquals(List.of(Kind.INTERPRETER, Kind.KERNEL, Kind.NATIVE), results.measured());
    }

    @Test
    void goalsSayWhetherTheyWereReached() {
        Results reached =
                new Results(
                        results.machine(),
                        results.effort(),
                        List.of(
                                new Outcome(
                                        "flow_lookup",
                                        "hash look-up",
                                        Map.of(
                                                Kind.COMPILER,
                                                SampleResults.times(75),
                                                Kind.KERNEL,
                                                SampleResults.times(100)),
                                        new Load(0))),
                        List.of(new Costs.Row("loading 9 instructions", "compiler", 2_500, "us")));
        List<List<String>> rows = new Goals(reached).grid().rows();
        assertTrue(
                rows.contains(List.of("hash look-up against it", "0.80", "0.75", "yes")),
                rows.toString());
        assertTrue(
                rows.contains(List.of("hash update against it", "0.50", "-", "not measured")),
                rows.toString());
        assertTrue(
                rows.contains(List.of("loading 1,000 instructions", "2,000 us", "2,500 us", "no")),
                rows.toString());
    }

    private double mean(Kind kind) {
        return results.ratios(kind).orElseThrow().geometricMean();
    }

    @Test
    void thePageKeepsWhatIsAroundTheBlock() {
        String page = "before\n" + Report.START + "\nold\n" + Report.END + "\nafter\n";
        String written = report.into(page);
        assertTrue(written.startsWith("before\n" + Report.START + "\n"), written);
        assertTrue(written.endsWith(Report.END + "\nafter\n"), written);
        assertEquals(written, report.into(written));
        assertThrows(IllegalArgumentException.class, () -> report.into("no place"));
    }

    @Test
    void theProjectsPageHasAPlaceForResults() throws IOException {
        String page = Files.readString(House.root().resolve("docs/performance.md"));
        assertTrue(report.into(page).contains("first <program>"));
    }

    @Test
    void outcomesSurviveTheWayBetweenProcesses() {
        for (Outcome outcome : results.outcomes()) {
            String json = Json.line(OutcomeJson.tree(outcome));
            assertEquals(outcome, OutcomeJson.of(Json.parse(json)));
        }
    }
}
