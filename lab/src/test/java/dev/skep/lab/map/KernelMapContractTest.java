package dev.skep.lab.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.BpfMap;
import dev.skep.linux.KernelHost;
import dev.skep.linux.KernelMap;
import dev.skep.program.MapDefinition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The running kernel's maps keep the contract; skipped where there is no kernel to ask.
class KernelMapContractTest {
    private static KernelHost host;

    /// Not when the cases have been handed out, for some still run then.
    @AfterAll
    static void close() {
        if (host != null) {
            host.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> mapsAnswerAsTheContractSays() throws IOException {
        Optional<String> obstacle = KernelHost.obstacle();
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        host = KernelHost.open();
        return MapContract.cases().stream()
                .map(
                        c ->
                                DynamicTest.dynamicTest(
                                        c.title(), () -> assertKept(c, new Kernel(host))));
    }

    private static void assertKept(MapContract contract, MapHost host) {
        assertEquals(contract.expectations().toList(), contract.answers(host).toList());
    }

    private record Kernel(KernelHost host) implements MapHost {
        @Override
        public BpfMap create(MapDefinition definition) {
            return host.createMap(definition);
        }

        @Override
        public byte[] reference(BpfMap inner) {
            int number = ((KernelMap) inner).fileDescriptor();
            return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(number).array();
        }

        @Override
        public int cpus() {
            return host.cpus();
        }
    }
}
