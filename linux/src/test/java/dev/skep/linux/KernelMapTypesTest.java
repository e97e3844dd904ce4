package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skep.host.Errno;
import dev.skep.host.MapException;
import dev.skep.program.MapDefinition;
import dev.skep.spec.KernelVersion;
import dev.skep.spec.MapType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every type of map is created in the kernel, or the kernel is older than it.
class KernelMapTypesTest extends KernelCase {
    @ParameterizedTest
    @EnumSource(value = MapType.class, mode = EnumSource.Mode.EXCLUDE, names = "STRUCT_OPS")
    void everyTypeIsCreated(MapType type) {
        MapDefinition shape = ProbeShapes.of(type).orElseThrow();
        try (KernelMap map = host.createMap(shape)) {
            assertTrue(map.fileDescriptor() >= 0);
        } catch (MapException e) {
            KernelVersion here = KernelVersion.of(release());
            assumeTrue(
                    here.compareTo(type.since()) >= 0,
                    "Linux %s has no maps of type %s, which came with %s: %s"
                            .formatted(here, type.shortName(), type.since(), e.getMessage()));
            throw e;
        }
    }

    private String release() {
        return host.kernel().release().replaceFirst("^([0-9]+\\.[0-9]+).*", "$1");
    }

    /// What a map of this type holds is a structure of the kernel: [StructOpsMaps] makes them.
    @Test
    void structuresOfFunctionsAreMadeFromObjectsOnly() {
        MapException refused =
                assertThrows(
                        MapException.class,
                        () ->
                                host.createMap(
                                        MapDefinition.of("probe", MapType.STRUCT_OPS, 4, 256, 1)));
        assertEquals(Errno.EINVAL, refused.errno());
        assertTrue(
                refused.diagnostic().remedy().contains("SEC(\".struct_ops"),
                refused.diagnostic()::render);
    }
}
