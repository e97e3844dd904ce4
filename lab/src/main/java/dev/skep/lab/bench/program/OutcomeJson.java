package dev.skep.lab.bench.program;

import dev.skep.lab.bench.Sample;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Outcomes as trees for JSON: what a virtual machine that measured one tells the one that asked.
final class OutcomeJson {
    private OutcomeJson() {}

    static Map<String, Object> tree(Outcome outcome) {
        Map<String, Object> lanes = new LinkedHashMap<>();
        for (Kind kind : Kind.values()) {
            if (outcome.lanes().containsKey(kind)) {
                lanes.put(kind.name().toLowerCase(Locale.ROOT), tree(outcome.lanes().get(kind)));
            }
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("name", outcome.name());
        tree.put("title", outcome.title());
        tree.put("waited", outcome.load().waited());
        tree.put("runners", lanes);
        return tree;
    }

    /// The outcome that a tree stands for.
    ///
    /// @throws ClassCastException if it is not one of [#tree]'s
    static Outcome of(Object tree) {
        Map<?, ?> map = (Map<?, ?>) tree;
        Map<Kind, Lane> lanes = new EnumMap<>(Kind.class);
        ((Map<?, ?>) map.get("runners"))
                .forEach(
                        (kind, lane) ->
                                lanes.put(
                                        Kind.valueOf(kind.toString().toUpperCase(Locale.ROOT)),
                                        lane((Map<?, ?>) lane)));
        return new Outcome(
                (String) map.get("name"),
                (String) map.get("title"),
                lanes,
                new Load(number(map.get("waited"))));
    }

    private static Map<String, Object> tree(Lane lane) {
        return switch (lane) {
            case Lane.Skipped(String reason) -> Map.of("skipped", reason);
            case Lane.Wrong(String difference) -> Map.of("wrong", difference);
            case Lane.Times(Sample net, Sample call, WarmUp warmUp) -> {
                Map<String, Object> tree = new LinkedHashMap<>();
                tree.put("net_nanos", net.values());
                tree.put("call_nanos", call.values());
                tree.put("runs_per_batch", warmUp.times());
                tree.put("warm_up_millis", warmUp.millis());
                tree.put("warm_up_end", warmUp.end().name());
                yield tree;
            }
        };
    }

    private static Lane lane(Map<?, ?> tree) {
        if (tree.containsKey("skipped")) {
            return new Lane.Skipped((String) tree.get("skipped"));
        }
        if (tree.containsKey("wrong")) {
            return new Lane.Wrong((String) tree.get("wrong"));
        }
        return new Lane.Times(
                sample(tree.get("net_nanos")),
                sample(tree.get("call_nanos")),
                new WarmUp(
                        (int) number(tree.get("runs_per_batch")),
                        (long) number(tree.get("warm_up_millis")),
                        WarmUp.End.valueOf((String) tree.get("warm_up_end"))));
    }

    private static Sample sample(Object values) {
        return new Sample(((List<?>) values).stream().map(OutcomeJson::number).toList());
    }

    private static double number(Object value) {
        return ((Number) value).doubleValue();
    }
}
