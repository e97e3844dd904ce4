package dev.skep.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/// Work spread over the cores, with results in the order of the input.
final class InOrder {
    /// How many pieces of work may be finished or waiting before the first of them is taken.
    private static final int AHEAD = 64;

    private InOrder() {}

    /// Hands what `work` makes of each element to `taker`, which runs in the caller's thread.
    /// Parallel streams within `work` share the same threads.
    static <A, B> void map(Stream<A> elements, Function<A, B> work, Consumer<B> taker) {
        Deque<ForkJoinTask<B>> started = new ArrayDeque<>();
        try (ForkJoinPool pool = new ForkJoinPool()) {
            Iterator<A> rest = elements.iterator();
            while (rest.hasNext() || !started.isEmpty()) {
                while (rest.hasNext() && started.size() < AHEAD) {
                    A element = rest.next();
                    started.add(pool.submit(() -> work.apply(element)));
                }
                taker.accept(started.remove().join());
            }
        }
    }
}
