package dev.skep.lab.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SampleTest {
    @Test
    void theMedianIsTheMiddleValueInWhateverOrder() {
        assertEquals(3, Sample.of(9, 1, 3).median());
        assertEquals(4, Sample.of(9, 1, 3, 4).median());
        assertEquals(7, Sample.of(7).median());
    }

    @Test
    void theRangeIsFromTheLeastToTheMost() {
        Sample sample = Sample.of(9, 1, 3);
        assertEquals(1, sample.least());
        assertEquals(9, sample.most());
    }

    @Test
    void halfAndDoubleAreOneInTheGeometricMean() {
        assertEquals(1, Sample.of(0.5, 2).geometricMean(), 1e-12);
        assertEquals(10, Sample.of(1, 10, 100).geometricMean(), 1e-9);
    }

    @Test
    void nothingHasNoMedian() {
        assertThrows(IllegalArgumentException.class, () -> new Sample(List.of()));
    }

    @Test
    void nothingBelowZeroHasAGeometricMean() {
        Sample sample = Sample.of(1, 0);
        assertThrows(IllegalArgumentException.class, sample::geometricMean);
    }
}
