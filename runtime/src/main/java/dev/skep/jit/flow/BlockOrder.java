package dev.skep.jit.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/// Puts blocks in the order in which they are written: each behind those it can be come to from,
/// but for the ways back in loops; the blocks of a loop together, the one that it is entered by
/// first. So only the end of a round jumps back, which is how HotSpot expects loops to be, wherever
/// the compiler that made the program had put their parts.
final class BlockOrder {
    private static final int NONE = -1;

    private final List<Block> blocks;
    private final List<List<Integer>> predecessors = new ArrayList<>();
    private final int[] depths;

    private BlockOrder(List<Block> blocks) {
        this.blocks = blocks;
        this.depths = new int[blocks.size()];
        blocks.forEach(_ -> predecessors.add(new ArrayList<>(2)));
        for (Block block : blocks) {
            for (int which = 0; which < 2; which++) {
                if (block.successor(which) >= 0) {
                    predecessors.get(block.successor(which)).add(block.number());
                }
            }
        }
    }

    /// The blocks that can be come to from the first, renumbered.
    static List<Block> sort(List<Block> blocks) {
        BlockOrder order = new BlockOrder(blocks);
        order.measure(order.walk());
        return order.renumbered(order.walk());
    }

    /// The numbers of the blocks, each behind those it can be come to from without going back. Of
    /// two successors the one in more loops comes first.
    private int[] walk() {
        int[] reversed = new int[blocks.size()];
        int count = 0;
        int[] visited = new int[blocks.size()];
        Deque<Integer> path = new ArrayDeque<>();
        path.push(0);
        visited[0] = 1;
        while (!path.isEmpty()) {
            Block block = blocks.get(path.peek());
            int step = visited[block.number()] - 1;
            if (step == 2) {
                path.pop();
                reversed[count++] = block.number();
                continue;
            }
            visited[block.number()]++;
            int to = successor(block, step);
            if (to >= 0 && visited[to] == 0) {
                visited[to] = 1;
                path.push(to);
            }
        }
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = reversed[count - 1 - i];
        }
        return order;
    }

    /// The successors, the one that is to come last first: the way out of a loop, else the target.
    private int successor(Block block, int step) {
        int next = block.successor(0);
        int target = block.successor(1);
        boolean nextLast = next >= 0 && target >= 0 && depths[next] < depths[target];
        return nextLast == (step == 0) ? next : target;
    }

    /// Counts the loops around each block.
    private void measure(int[] order) {
        int[] places = new int[blocks.size()];
        Arrays.fill(places, NONE);
        for (int i = 0; i < order.length; i++) {
            places[order[i]] = i;
        }
        for (int header : order) {
            BitSet body = new BitSet();
            Deque<Integer> work = new ArrayDeque<>();
            for (int from : predecessors.get(header)) {
                if (places[from] >= places[header]) {
                    work.push(from);
                }
            }
            if (!work.isEmpty()) {
                body.set(header);
                collect(body, work, places, places[header]);
                body.stream().forEach(block -> depths[block]++);
            }
        }
    }

    /// What lies before the header is not in its loop, even if the loop has other entries.
    private void collect(BitSet body, Deque<Integer> work, int[] places, int first) {
        while (!work.isEmpty()) {
            int block = work.pop();
            if (!body.get(block)) {
                body.set(block);
                for (int from : predecessors.get(block)) {
                    if (places[from] >= first) {
                        work.push(from);
                    }
                }
            }
        }
    }

    private List<Block> renumbered(int[] order) {
        int[] numbers = new int[blocks.size()];
        Arrays.fill(numbers, NONE);
        for (int i = 0; i < order.length; i++) {
            numbers[order[i]] = i;
        }
        List<Block> sorted = new ArrayList<>();
        for (int number : order) {
            Block block = blocks.get(number);
            sorted.add(
                    new Block(
                            sorted.size(),
                            block.first(),
                            block.last(),
                            block.next() < 0 ? NONE : numbers[block.next()],
                            block.target() < 0 ? NONE : numbers[block.target()]));
        }
        return List.copyOf(sorted);
    }
}
