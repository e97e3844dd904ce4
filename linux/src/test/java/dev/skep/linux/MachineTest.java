package dev.skep.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

class MachineTest {
    @Test
    void listsOfCpusAreRead() {
        assertArrayEquals(new int[] {0}, Machine.numbers("0"));
        assertArrayEquals(new int[] {0, 1, 2, 5, 7, 8}, Machine.numbers("0-2,5,7-8"));
    }
}
