package dev.skep.lab.bench.share;

import dev.skep.host.BpfMap;
import dev.skep.host.Host;
import dev.skep.host.MapBatch;
import dev.skep.lab.bench.Sample;
import dev.skep.linux.KernelHost;
import dev.skep.program.MapDefinition;
import dev.skep.runtime.JvmHost;
import dev.skep.spec.MapType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What an element costs when many are moved at a time, beside single calls.
final class BatchCost {
    private static final int ELEMENTS = 4_096;
    private static final int BATCH = 512;
    private static final int ROUNDS = 30;
    private static final int WARM_UP = 20;

    private BatchCost() {}

    static void measure() {
        System.out.printf(
                "one element of a hash (4 and 8 bytes) in batches of %d, single calls = 1.00%n",
                BATCH);
        try (Host kernel = KernelHost.open();
                Host jvm = new JvmHost()) {
            measure("kernel", kernel);
            measure("JVM", jvm);
        }
    }

    private static void measure(String name, Host host) {
        BpfMap map = host.createMap(MapDefinition.of("elements", MapType.HASH, 4, 8, 2 * ELEMENTS));
        List<byte[]> keys = new ArrayList<>();
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < ELEMENTS; i++) {
            keys.add(ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(i).array());
            values.add(new byte[8]);
        }
        Map<String, List<Double>> ratios = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            double update = time(() -> updateSingly(map, keys, values));
            double read = time(() -> readSingly(map));
            double delete = time(() -> keys.forEach(map::delete));
            double updates = time(() -> updateTogether(map, keys, values));
            double reads = time(() -> readTogether(map.batches(BATCH)));
            double takes = time(() -> readTogether(map.takeBatches(BATCH)));
            map.updateAll(MapBatch.of(keys, values), BpfMap.ANY);
            double deletes = time(() -> map.deleteAll(MapBatch.ofKeys(keys)));
            if (round >= WARM_UP) {
                add(ratios, "update", updates / update);
                add(ratios, "walk and look up", reads / read);
                add(ratios, "walk, look up and delete", takes / (read + delete));
                add(ratios, "delete", deletes / delete);
            }
        }
        ratios.forEach(
                (operation, all) ->
                        System.out.printf(
                                Locale.ROOT,
                                "  %-8s %-26s %5.2f%n",
                                name,
                                operation,
                                new Sample(all).median()));
    }

    private static void add(Map<String, List<Double>> ratios, String operation, double ratio) {
        ratios.computeIfAbsent(operation, _ -> new ArrayList<>()).add(ratio);
    }

    private static double time(Runnable work) {
        long begin = System.nanoTime();
        work.run();
        return System.nanoTime() - begin;
    }

    private static void updateSingly(BpfMap map, List<byte[]> keys, List<byte[]> values) {
        for (int i = 0; i < keys.size(); i++) {
            map.update(keys.get(i), values.get(i), BpfMap.ANY);
        }
    }

    private static void updateTogether(BpfMap map, List<byte[]> keys, List<byte[]> values) {
        for (int at = 0; at < keys.size(); at += BATCH) {
            MapBatch batch =
                    MapBatch.of(keys.subList(at, at + BATCH), values.subList(at, at + BATCH));
            map.updateAll(batch, BpfMap.ANY);
        }
    }

    private static void readSingly(BpfMap map) {
        byte[] key = map.nextKey(null).orElse(null);
        while (key != null) {
            map.lookup(key).orElseThrow();
            key = map.nextKey(key).orElse(null);
        }
    }

    private static void readTogether(Iterator<MapBatch> batches) {
        int count = 0;
        while (batches.hasNext()) {
            MapBatch batch = batches.next();
            for (int i = 0; i < batch.count(); i++) {
                count += batch.key(i).length + batch.value(i).length;
            }
        }
        if (count != ELEMENTS * 12) {
            throw new IllegalStateException(count + " bytes");
        }
    }
}
