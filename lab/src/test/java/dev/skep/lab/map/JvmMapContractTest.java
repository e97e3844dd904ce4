package dev.skep.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.host.BpfMap;
import dev.skep.map.JvmMap;
import dev.skep.map.JvmMaps;
import dev.skep.map.MapOptions;
import dev.skep.program.MapDefinition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The JVM's maps keep the contract.
class JvmMapContractTest {
    @TestFactory
    Stream<DynamicTest> mapsAnswerAsLinuxDoes() throws IOException {
        MapHost host = new Jvm(new JvmMaps(MapOptions.defaults().withCpus(2)));
        return MapContract.cases().stream()
                .map(c -> DynamicTest.dynamicTest(c.title(), () -> assertKept(c, host)));
    }

    private static void assertKept(MapContract contract, MapHost host) {
        assertEquals(contract.expectations().toList(), contract.answers(host).toList());
    }

    private record Jvm(JvmMaps maps) implements MapHost {
        @Override
        public BpfMap create(MapDefinition definition) {
            return maps.create(definition);
        }

        @Override
        public byte[] reference(BpfMap inner) {
            int id = ((JvmMap) inner).id();
            return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(id).array();
        }

        @Override
        public int cpus() {
            return maps.options().cpus();
        }
    }
}
