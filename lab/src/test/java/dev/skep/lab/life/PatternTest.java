package dev.skep.lab.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.skep.cli.life.Pattern;
import org.junit.jupiter.api.Test;

/// The patterns that have names are the ones that are known by them: each does what it is known
/// for.
class PatternTest {
    @Test
    void aGliderHasMovedByOneAfterFourGenerations() {
        // Nine rows and columns further it is where it was, for the board is a torus.
        Pattern glider = named("glider").centred(9, 9);
        assertEquals("", after(4 * 9, glider).difference(glider));
        assertEquals(5, after(4, glider).population());
    }

    @Test
    void aPulsarReturnsAfterThreeGenerations() {
        Pattern pulsar = named("pulsar").centred(32, 32);
        assertEquals(48, pulsar.population());
        assertEquals(56, after(1, pulsar).population());
        assertEquals("", after(3, pulsar).difference(pulsar));
    }

    @Test
    void theGunFiresEveryThirtyGenerations() {
        Pattern gun = named("gun").centred(128, 128);
        assertEquals(36, gun.population());
        for (int gliders = 1; gliders <= 3; gliders++) {
            assertEquals(36 + 5 * gliders, after(30 * gliders, gun).population());
        }
    }

    @Test
    void aBlockStaysAndABlinkerBlinks() {
        Pattern block = named("block").centred(8, 8);
        assertEquals("", after(1, block).difference(block));
        Pattern blinker = named("blinker").centred(9, 9);
        assertEquals("", after(2, blinker).difference(blinker));
        assertEquals(3, after(1, blinker).population());
    }

    @Test
    void aSpaceshipHasMovedByTwoAfterFourGenerations() {
        Pattern ship = named("spaceship").centred(16, 16);
        PlainLife life = after(4, ship);
        assertEquals(9, life.population());
        assertEquals("", after(32, ship).difference(ship));
    }

    @Test
    void diehardIsGoneAfter130Generations() {
        Pattern diehard = named("diehard").centred(128, 128);
        assertNotEquals(0, after(129, diehard).population());
        assertEquals(0, after(130, diehard).population());
    }

    @Test
    void smallPatternsGrow() {
        assertEquals(5, named("r-pentomino").population());
        assertEquals(7, named("acorn").population());
        assertEquals(6, after(1, named("r-pentomino").centred(64, 64)).population());
        assertEquals(8, after(1, named("acorn").centred(64, 64)).population());
    }

    private static Pattern named(String name) {
        return Pattern.named(name).orElseThrow();
    }

    private static PlainLife after(int generations, Pattern start) {
        PlainLife life = new PlainLife(start);
        for (int i = 0; i < generations; i++) {
            life.step();
        }
        return life;
    }
}
