package dev.skep.lab.generate;

import dev.skep.btf.Btf;
import dev.skep.btf.BtfKind;
import dev.skep.isa.Condition;
import dev.skep.isa.Insn;
import dev.skep.isa.MemorySize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Loops over the kernel's iterator of numbers. Its functions have the ids that the running kernel
/// gives them, or invented ones where it does not tell.
final class Iterators {
    private static final Path KERNEL = Path.of("/sys/kernel/btf/vmlinux");
    private static final List<String> FUNCTIONS =
            List.of("bpf_iter_num_new", "bpf_iter_num_next", "bpf_iter_num_destroy");
    private static final int INVENTED = 1_000_000;
    private static final List<Integer> IDS = ids();

    /// The names of the functions by their ids.
    static final Map<Integer, String> NAMES =
            IntStream.range(0, IDS.size())
                    .boxed()
                    .collect(Collectors.toUnmodifiableMap(IDS::get, FUNCTIONS::get));

    private Iterators() {}

    /// A loop over some numbers.
    static void numbers(Scene scene) {
        Dice dice = scene.dice();
        int number = scene.lasting();
        boolean busy = scene.account().kept().stream().anyMatch(r -> r <= 5);
        if (busy || number < 0 || scene.room() < 20 || scene.repeats() > 4) {
            return;
        }
        int slot = scene.scratch(8);
        scene.account().setSlot(slot, new Value.MapItself(0));
        Stack.address(scene, 1, slot);
        scene.constant(2, dice.of(0, 1, 5));
        scene.constant(3, dice.of(0, 3, 10, 1_000_000));
        call(scene, 0);
        int head = scene.fresh();
        int end = scene.fresh();
        Loops.around(
                scene,
                () -> {
                    scene.mark(head);
                    Stack.address(scene, 1, slot);
                    call(scene, 1);
                    scene.branch(Condition.EQ, 0, 0, end);
                    scene.load(MemorySize.W, number, 0, 0, Value.Number.ofBits(32));
                });
        scene.jump(head);
        scene.mark(end);
        if (dice.percent(95)) {
            Stack.address(scene, 1, slot);
            call(scene, 2);
        }
    }

    private static void call(Scene scene, int function) {
        scene.emit(new Insn.CallKfunc(IDS.get(function), 0));
        scene.returned(new Value.Unset());
    }

    private static List<Integer> ids() {
        Optional<Btf> kernel = kernel();
        return IntStream.range(0, FUNCTIONS.size())
                .mapToObj(
                        i ->
                                kernel.map(btf -> btf.find(BtfKind.FUNC, FUNCTIONS.get(i)))
                                        .filter(id -> id.isPresent())
                                        .map(id -> id.getAsInt())
                                        .orElse(INVENTED + i))
                .toList();
    }

    private static Optional<Btf> kernel() {
        try {
            return Files.isReadable(KERNEL)
                    ? Optional.of(Btf.parse(Files.readAllBytes(KERNEL)))
                    : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
