package dev.skep.verify.flow;

import java.util.Set;

/// Which calls are special to the walk.
public final class Calls {
    /// `bpf_tail_call`.
    public static final int TAIL_CALL = 12;

    /// `bpf_for_each_map_elem`.
    public static final int FOR_EACH_MAP_ELEMENT = 164;

    /// `bpf_timer_set_callback`.
    public static final int TIMER_SET_CALLBACK = 170;

    /// `bpf_find_vma`.
    public static final int FIND_VMA = 180;

    /// `bpf_loop`.
    public static final int LOOP = 181;

    /// `bpf_user_ringbuf_drain`.
    public static final int USER_RING_BUFFER_DRAIN = 209;

    private static final Set<Integer> CALL_BACK =
            Set.of(FOR_EACH_MAP_ELEMENT, FIND_VMA, LOOP, USER_RING_BUFFER_DRAIN);

    private Calls() {}

    /// Whether a helper calls a function of the program before it returns.
    public static boolean callsBack(int helper) {
        return CALL_BACK.contains(helper);
    }

    /// Whether a kernel function calls a function of the program before it returns.
    public static boolean callsBack(String kfunc) {
        return kfunc.equals("bpf_rbtree_add_impl");
    }

    /// Whether a kernel function has the kernel call a function of the program later.
    public static boolean callsLater(String kfunc) {
        return kfunc.equals("bpf_wq_set_callback_impl") || kfunc.startsWith("bpf_task_work_sched");
    }

    /// Whether a kernel function moves an open-coded iterator on.
    public static boolean isIteratorNext(String kfunc) {
        return kfunc.startsWith("bpf_iter_") && kfunc.endsWith("_next");
    }
}
