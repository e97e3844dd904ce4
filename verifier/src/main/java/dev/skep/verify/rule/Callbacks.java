package dev.skep.verify.rule;

import dev.skep.spec.Helper;
import dev.skep.spec.ReturnRange;
import dev.skep.verify.VerifierCode;
import dev.skep.verify.domain.Frame;
import dev.skep.verify.domain.Kind;
import dev.skep.verify.domain.MapObject;
import dev.skep.verify.domain.Register;
import dev.skep.verify.domain.State;
import dev.skep.verify.domain.Target;
import dev.skep.verify.flow.Calls;

/// Helpers that call functions of the program: at once, any number of times, or later.
final class Callbacks {
    private static final ReturnRange GO_ON_OR_STOP = new ReturnRange(0, 1);
    private static final ReturnRange ZERO = new ReturnRange(0, 0);

    private final Walk walk;
    private final FunctionCall functions;

    Callbacks(Walk walk) {
        this.walk = walk;
        this.functions = new FunctionCall(walk);
    }

    void apply(Helper helper, CallFacts facts) {
        switch (helper.id()) {
            case Calls.LOOP -> loop(facts);
            case Calls.FOR_EACH_MAP_ELEMENT -> forEach(facts);
            case Calls.TIMER_SET_CALLBACK -> timer(facts);
            case Calls.FIND_VMA -> findVma(facts);
            case Calls.USER_RING_BUFFER_DRAIN -> drain(facts);
            default -> {
                // The others call nothing.
            }
        }
    }

    /// `bpf_loop(count, callback, context, flags)`: enters the callback until its rounds are used
    /// up, or what it does repeats.
    private void loop(CallFacts facts) {
        walk.markPrecise(1);
        Frame caller = walk.frame();
        long most = caller.get(1).scalar().umax();
        if (Long.compareUnsigned(caller.callbackDepth(), most) >= 0) {
            caller.setCallbackDepth(0);
            return;
        }
        Register context = caller.get(3);
        Frame callback = enter(facts);
        callback.set(1, walk.unknown());
        callback.set(2, context);
    }

    private void forEach(CallFacts facts) {
        MapObject map = facts.map();
        switch (map.definition().type()) {
            case HASH, LRU_HASH, PERCPU_HASH, LRU_PERCPU_HASH, ARRAY, PERCPU_ARRAY -> {}
            default ->
                    throw walk.refuse(
                            VerifierCode.MAP_MISMATCH,
                            "maps of the type %s cannot be walked"
                                    .formatted(map.definition().type().shortName()),
                            "callback function not allowed for map");
        }
        Register context = walk.frame().get(3);
        int use = ((Target.InMap) facts.mapArgument().target()).use();
        Frame callback = enter(facts);
        setMapArguments(callback, map, use);
        callback.set(4, context);
    }

    /// `bpf_find_vma(task, address, callback, context, flags)`: calls once, with the task and the
    /// area of its memory.
    private void findVma(CallFacts facts) {
        KernelTypes types = walk.kernelTypes();
        int area =
                types.struct("vm_area_struct")
                        .orElseThrow(() -> walk.undecided("struct vm_area_struct"));
        Register task = walk.frame().get(1);
        Register context = walk.frame().get(4);
        Frame callback = enter(facts);
        callback.set(1, task);
        callback.set(2, Register.pointer(Kind.BTF, 0, new Target.Typed(types.btf(), area)));
        callback.set(3, context);
    }

    /// `bpf_user_ringbuf_drain(map, callback, context, flags)`: calls with each record, a dynptr
    /// that the program does not own.
    private void drain(CallFacts facts) {
        Register context = walk.frame().get(3);
        Frame callback = enter(facts);
        callback.set(1, Register.pointer(Kind.DYNPTR, 0, Target.NONE));
        callback.set(2, context);
    }

    private static void setMapArguments(Frame callback, MapObject map, int use) {
        Target.InMap target = new Target.InMap(map, use);
        callback.set(1, Register.pointer(Kind.MAP, 0, target));
        callback.set(2, Register.pointer(Kind.MAP_KEY, 0, target));
        callback.set(3, Register.pointer(Kind.MAP_VALUE, 0, target));
    }

    /// A path into the callback; the current path goes on behind the call.
    private Frame enter(CallFacts facts) {
        int subprogram = facts.subprogram();
        int site = walk.slot();
        State inside = walk.fork(walk.functions().start(subprogram));
        Frame callback = functions.push(inside, subprogram, site);
        callback.becomes(Frame.Role.CALLBACK, GO_ON_OR_STOP);
        inside.setCallbackUnrolls(inside.callbackUnrolls() + 1);
        Frame outer = inside.frame(inside.depth() - 1);
        outer.setCallbackDepth(outer.callbackDepth() + 1);
        walk.frame().setCallbackDepth(0);
        return callback;
    }

    /// `bpf_timer_set_callback(timer, callback)`: the kernel calls it some time, with the map, and
    /// the key and value that the timer lies in.
    private void timer(CallFacts facts) {
        int subprogram = facts.subprogram();
        Register timer = walk.frame().get(1);
        int entries = walk.frame().asynchronousEntries();
        State later = walk.forkAsynchronous(subprogram, false);
        Frame callback = later.frame();
        callback.setAsynchronousEntries(entries + 1);
        setMapArguments(callback, timer.map(), ((Target.InMap) timer.target()).use());
        callback.becomes(Frame.Role.ASYNCHRONOUS, ZERO);
    }
}
