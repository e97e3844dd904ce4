package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.skep.linux.sys.Sandbox;
import dev.skep.linux.sys.Veth;
import org.junit.jupiter.api.Test;

/// Words for what links are attached to.
class LinkTextTest extends KernelCase {
    @Test
    void interfacesWithoutAnAddressHaveNames() throws Exception {
        Sandbox.run(
                _ -> {
                    Veth interfaces = Veth.create();
                    assertEquals("near", LinkText.interfaceName(interfaces.near()));
                    interfaces.remove();
                    assertEquals("", LinkText.interfaceName(interfaces.near()));
                    assertEquals("", LinkText.interfaceName(0));
                    assertEquals("lo", LinkText.interfaceName(1));
                });
    }
}
