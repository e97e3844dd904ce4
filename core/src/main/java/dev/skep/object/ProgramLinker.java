package dev.skep.object;

import dev.skep.diag.Diagnostic;
import dev.skep.diag.LinkException;
import dev.skep.diag.MalformedException;
import dev.skep.diag.Place;
import dev.skep.isa.Bytecode;
import dev.skep.isa.ImmediateKind;
import dev.skep.isa.InsnDecoder;
import dev.skep.isa.RawInsn;
import dev.skep.program.SourceLine;
import dev.skep.program.Subprogram;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Puts one program together: its entry function and behind it those that it reaches, each as soon
/// as the first reference to it is met, and before the next reference is looked at.
final class ProgramLinker {
    private final Function<ObjectFunction, PatchedFunction> patched;
    private final List<RawInsn> slots = new ArrayList<>();
    private final List<PatchedFunction> order = new ArrayList<>();
    private final Map<ObjectFunction, Integer> starts = new IdentityHashMap<>();

    private ProgramLinker(Function<ObjectFunction, PatchedFunction> patched) {
        this.patched = patched;
    }

    /// The code of a program, its functions and lines.
    record Linked(Bytecode code, List<Subprogram> subprograms, List<SourceLine> lines) {}

    /// Links the program that starts with `entry`.
    ///
    /// @param called what the kernel calls by itself, behind all that the entry reaches
    /// @param patched yields each function once it is patched
    static Linked link(
            ObjectFunction entry,
            List<ObjectFunction> called,
            Function<ObjectFunction, PatchedFunction> patched) {
        ProgramLinker linker = new ProgramLinker(patched);
        linker.collect(entry);
        called.forEach(linker::collect);
        linker.connect();
        return new Linked(linker.decode(), linker.subprograms(), linker.lines());
    }

    /// A function, and which of its references comes next.
    private static final class Visit {
        private final PatchedFunction function;
        private int next;

        Visit(PatchedFunction function) {
            this.function = function;
        }
    }

    private void collect(ObjectFunction entry) {
        if (starts.containsKey(entry)) {
            return;
        }
        Deque<Visit> open = new ArrayDeque<>();
        open.push(new Visit(append(entry)));
        while (!open.isEmpty()) {
            Visit visit = open.peek();
            if (visit.next == visit.function.links().size()) {
                open.pop();
                continue;
            }
            ObjectFunction target = visit.function.links().get(visit.next++).target();
            if (!starts.containsKey(target)) {
                open.push(new Visit(append(target)));
            }
        }
    }

    private PatchedFunction append(ObjectFunction function) {
        PatchedFunction body = patched.apply(function);
        starts.put(function, slots.size());
        order.add(body);
        slots.addAll(body.slots());
        return body;
    }

    private void connect() {
        for (PatchedFunction body : order) {
            int start = starts.get(body.function());
            for (PatchedFunction.Link link : body.links()) {
                int slot = start + link.slot();
                int distance = starts.get(link.target()) - slot - 1;
                RawInsn raw = slots.get(slot);
                if (Slots.isCall(raw)) {
                    slots.set(slot, Slots.localCall(distance));
                } else {
                    slots.set(slot, Slots.load(raw, ImmediateKind.FUNCTION, distance));
                    if (slot + 1 < slots.size()) {
                        slots.set(slot + 1, Slots.upper(0));
                    }
                }
            }
        }
    }

    private Bytecode decode() {
        try {
            return InsnDecoder.decode(slots);
        } catch (MalformedException e) {
            throw new LinkException(located(e.diagnostic()));
        }
    }

    private Diagnostic located(Diagnostic diagnostic) {
        if (diagnostic.place() instanceof Place.InProgram at) {
            for (PatchedFunction body : order) {
                int slot = at.index() - starts.get(body.function());
                if (slot >= 0 && slot < body.slots().size()) {
                    return diagnostic.at(
                            FunctionPatcher.place(body.function(), slot, body.slots()));
                }
            }
        }
        return diagnostic;
    }

    private List<Subprogram> subprograms() {
        return order.stream()
                .map(
                        body -> {
                            ObjectFunction function = body.function();
                            int start = starts.get(function);
                            return new Subprogram(
                                    function.name(),
                                    start,
                                    start + body.slots().size(),
                                    function.binding() != ObjectFunction.Binding.LOCAL,
                                    function.btfId());
                        })
                .toList();
    }

    private List<SourceLine> lines() {
        List<SourceLine> lines = new ArrayList<>();
        for (PatchedFunction body : order) {
            int start = starts.get(body.function());
            for (SourceLine line : body.function().lines()) {
                lines.add(
                        new SourceLine(
                                start + line.slot(),
                                line.file(),
                                line.line(),
                                line.column(),
                                line.text()));
            }
        }
        return lines;
    }
}
