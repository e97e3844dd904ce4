package dev.skep.lab.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/// The values that rounds of a measurement gave: at least one.
///
/// @param values in ascending order
public record Sample(List<Double> values) {
    /// Sorts them.
    ///
    /// @throws IllegalArgumentException if there are none
    public Sample {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values");
        }
        values = values.stream().sorted().toList();
    }

    /// A sample of `values`, in any order.
    public static Sample of(double... values) {
        return new Sample(Arrays.stream(values).boxed().toList());
    }

    /// A sample of `values`, in any order.
    public static Sample of(DoubleStream values) {
        return new Sample(values.boxed().toList());
    }

    /// The middle one; of an even number the upper of the two in the middle.
    public double median() {
        return values.get(values.size() / 2);
    }

    /// The smallest.
    public double least() {
        return values.getFirst();
    }

    /// The largest.
    public double most() {
        return values.getLast();
    }

    /// The number whose logarithm is the mean of the logarithms: the fair mean of ratios.
    ///
    /// @throws IllegalArgumentException if one is not positive
    public double geometricMean() {
        if (least() <= 0) {
            throw new IllegalArgumentException("not positive: " + least());
        }
        return Math.exp(values.stream().mapToDouble(Math::log).average().orElseThrow());
    }
}
