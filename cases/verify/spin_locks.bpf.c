// Spin locks in map values.
#include "kernel.h"

struct guarded { struct bpf_spin_lock lock; int count; long sum; };
struct late { long before; int pad; struct bpf_spin_lock lock; int after; };
struct bare { long a, b; };

ARRAY(guards, 4, struct guarded);
ARRAY(others, 4, struct guarded);
ARRAY(lates, 4, struct late);
ARRAY(bares, 4, struct bare);
struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 2);
    __uint(key_size, 4);
    __uint(value_size, 4);
} jumps SEC(".maps");
HASH(table, 16, __u32, struct guarded);

struct guarded shared_one SEC(".data.shared");
struct bpf_spin_lock alone SEC(".data.alone");

#define FIND(map, index)                        \
    __u32 key = index;                          \
    struct guarded *g = bpf_map_lookup_elem(&map, &key); \
    if (!g) return 0

SEC("tc") int lock_and_unlock(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count++;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("xdp") int lock_in_xdp(struct xdp_md *ctx) {
    FIND(table, 3);
    bpf_spin_lock(&g->lock);
    g->sum += g->count;
    bpf_spin_unlock(&g->lock);
    return XDP_PASS;
}

SEC("cgroup_skb/egress") int lock_in_cgroup_skb(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count = skb->len;
    bpf_spin_unlock(&g->lock);
    return 1;
}

SEC("socket") int lock_in_socket_filter(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count++;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("raw_tp/sys_enter") int lock_in_raw_tracepoint(void *ctx) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count++;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tracepoint/syscalls/sys_enter_getpid") int lock_in_tracepoint(void *ctx) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count++;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("kprobe/do_nanosleep") int lock_in_kprobe(void *ctx) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count++;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int never_unlocked(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count++;
    return 0;
}

SEC("tc") int unlocked_without_lock(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int locked_twice(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    bpf_spin_lock(&g->lock);
    bpf_spin_unlock(&g->lock);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int unlocked_twice(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    bpf_spin_unlock(&g->lock);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int two_sections_in_a_row(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count++;
    bpf_spin_unlock(&g->lock);
    bpf_spin_lock(&g->lock);
    g->sum++;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int two_locks_at_once(struct __sk_buff *skb) {
    FIND(guards, 0);
    struct guarded *h = bpf_map_lookup_elem(&others, &key);
    if (!h) return 0;
    bpf_spin_lock(&g->lock);
    bpf_spin_lock(&h->lock);
    bpf_spin_unlock(&h->lock);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int unlocks_that_of_another_map(struct __sk_buff *skb) {
    FIND(guards, 0);
    struct guarded *h = bpf_map_lookup_elem(&others, &key);
    if (!h) return 0;
    bpf_spin_lock(&g->lock);
    bpf_spin_unlock(&h->lock);
    return 0;
}

SEC("tc") int unlocks_that_of_another_lookup(struct __sk_buff *skb) {
    FIND(guards, 0);
    struct guarded *h = bpf_map_lookup_elem(&guards, &key);
    if (!h) return 0;
    bpf_spin_lock(&g->lock);
    bpf_spin_unlock(&h->lock);
    return 0;
}

SEC("tc") int helper_while_locked(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->sum = bpf_ktime_get_ns();
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int lookup_while_locked(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    void *other = bpf_map_lookup_elem(&bares, &key);
    g->count = other != NULL;
    bpf_spin_unlock(&g->lock);
    return 0;
}

static noinline int sum_of(struct guarded *g) { return g->count + (int)g->sum; }

SEC("tc") int static_function_while_locked(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count = sum_of(g);
    bpf_spin_unlock(&g->lock);
    return 0;
}

noinline int global_twice(int x) { hide(x); return x * 2; }

SEC("tc") int global_function_while_locked(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count = global_twice(g->count);
    bpf_spin_unlock(&g->lock);
    return 0;
}

static noinline void take(struct guarded *g) { bpf_spin_lock(&g->lock); }
static noinline void give(struct guarded *g) { bpf_spin_unlock(&g->lock); }

SEC("tc") int locked_in_a_static_function(struct __sk_buff *skb) {
    FIND(guards, 0);
    take(g);
    g->count++;
    give(g);
    return 0;
}

SEC("tc") int locked_in_a_function_and_kept(struct __sk_buff *skb) {
    FIND(guards, 0);
    take(g);
    g->count++;
    return 0;
}

SEC("tc") int unlocked_in_a_function_after_here(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    g->count++;
    give(g);
    return 0;
}

SEC("tc") int locked_on_one_branch_only(struct __sk_buff *skb) {
    FIND(guards, 0);
    if (skb->len > 100) bpf_spin_lock(&g->lock);
    BARRIER;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int unlocked_on_one_branch_only(struct __sk_buff *skb) {
    FIND(guards, 0);
    __u32 len = skb->len;
    bpf_spin_lock(&g->lock);
    if (len > 100) bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int unlocked_on_both_branches(struct __sk_buff *skb) {
    FIND(guards, 0);
    __u32 len = skb->len;
    bpf_spin_lock(&g->lock);
    if (len > 100) {
        g->count++;
        bpf_spin_unlock(&g->lock);
        return 1;
    }
    g->sum--;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int early_return_while_locked(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    if (g->count > 10) return 1;
    g->count++;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int lock_under_a_condition_both_times(struct __sk_buff *skb) {
    FIND(guards, 0);
    __u32 len = skb->len;
    if (len > 100) bpf_spin_lock(&g->lock);
    g->count++;
    BARRIER;
    if (len > 100) bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int loop_while_locked(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    for (int i = 0; i < 10; i++) {
        g->sum += i;
        BARRIER;
    }
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int lock_in_each_round(struct __sk_buff *skb) {
    FIND(guards, 0);
    for (int i = 0; i < 20; i++) {
        bpf_spin_lock(&g->lock);
        g->sum += i;
        bpf_spin_unlock(&g->lock);
    }
    return 0;
}

SEC("tc") int lock_before_null_check(struct __sk_buff *skb) {
    __u32 key = 0;
    struct guarded *g = bpf_map_lookup_elem(&guards, &key);
    bpf_spin_lock(&g->lock);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int lock_field_is_read(struct __sk_buff *skb) {
    FIND(guards, 0);
    return *(volatile int *)&g->lock;
}

SEC("tc") int lock_field_is_written(struct __sk_buff *skb) {
    FIND(guards, 0);
    *(volatile int *)&g->lock = 0;
    return 0;
}

SEC("tc") int read_across_the_lock_field(struct __sk_buff *skb) {
    FIND(guards, 0);
    return *(volatile long *)g;
}

SEC("tc") int byte_of_the_lock_field(struct __sk_buff *skb) {
    FIND(guards, 0);
    return ((volatile char *)g)[3];
}

SEC("tc") int byte_after_the_lock_field(struct __sk_buff *skb) {
    FIND(guards, 0);
    return ((volatile char *)g)[4];
}

SEC("tc") int atomic_add_to_the_lock(struct __sk_buff *skb) {
    FIND(guards, 0);
    __sync_fetch_and_add((int *)&g->lock, 1);
    return 0;
}

SEC("tc") int unknown_index_may_hit_the_lock(struct __sk_buff *skb) {
    FIND(guards, 0);
    __u32 at = skb->len & 15;
    return ((volatile char *)g)[at];
}

SEC("tc") int unknown_index_behind_the_lock(struct __sk_buff *skb) {
    FIND(guards, 0);
    __u32 at = skb->len & 7;
    return ((volatile char *)g)[8 + at];
}

SEC("tc") int helper_writes_over_the_lock(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_skb_load_bytes(skb, 0, g, 8);
    return 0;
}

SEC("tc") int helper_writes_behind_the_lock(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_skb_load_bytes(skb, 0, &g->sum, 8);
    return 0;
}

SEC("tc") int value_with_lock_as_key(struct __sk_buff *skb) {
    FIND(guards, 0);
    return bpf_map_lookup_elem(&bares, &g->count) != NULL;
}

SEC("tc") int whole_value_as_update(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_map_update_elem(&table, &key, g, 0);
    return 0;
}

SEC("tc") int update_from_the_stack(struct __sk_buff *skb) {
    __u32 key = 1;
    struct guarded fresh = {};
    bpf_map_update_elem(&table, &key, &fresh, BPF_ANY);
    return 0;
}

SEC("tc") int lock_in_the_middle(struct __sk_buff *skb) {
    __u32 key = 1;
    struct late *l = bpf_map_lookup_elem(&lates, &key);
    if (!l) return 0;
    bpf_spin_lock(&l->lock);
    l->after++;
    bpf_spin_unlock(&l->lock);
    return 0;
}

SEC("tc") int lock_at_the_wrong_offset(struct __sk_buff *skb) {
    __u32 key = 1;
    struct late *l = bpf_map_lookup_elem(&lates, &key);
    if (!l) return 0;
    bpf_spin_lock((struct bpf_spin_lock *)&l->after);
    bpf_spin_unlock((struct bpf_spin_lock *)&l->after);
    return 0;
}

SEC("tc") int lock_at_an_unknown_offset(struct __sk_buff *skb) {
    __u32 key = 1;
    struct late *l = bpf_map_lookup_elem(&lates, &key);
    if (!l) return 0;
    __u64 off = skb->len & 4;
    hide(off);
    struct bpf_spin_lock *lock = (void *)l + 8 + off;
    bpf_spin_lock(lock);
    bpf_spin_unlock(lock);
    return 0;
}

SEC("tc") int lock_in_a_map_without_locks(struct __sk_buff *skb) {
    __u32 key = 1;
    struct bare *b = bpf_map_lookup_elem(&bares, &key);
    if (!b) return 0;
    bpf_spin_lock((struct bpf_spin_lock *)b);
    bpf_spin_unlock((struct bpf_spin_lock *)b);
    return 0;
}

SEC("tc") int lock_on_the_stack(struct __sk_buff *skb) {
    struct bpf_spin_lock lock = {};
    bpf_spin_lock(&lock);
    bpf_spin_unlock(&lock);
    return 0;
}

SEC("tc") int lock_in_global_data(struct __sk_buff *skb) {
    bpf_spin_lock(&shared_one.lock);
    shared_one.count++;
    bpf_spin_unlock(&shared_one.lock);
    return 0;
}

SEC("tc") int lock_alone_in_global_data(struct __sk_buff *skb) {
    bpf_spin_lock(&alone);
    bpf_spin_unlock(&alone);
    return 0;
}

SEC("tc") int global_data_lock_mixed_with_map_lock(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&shared_one.lock);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int global_data_lock_is_read(struct __sk_buff *skb) {
    return *(volatile int *)&shared_one.lock;
}

SEC("tc") int packet_read_while_locked(struct __sk_buff *skb) {
    void *data = (void *)(long)skb->data, *end = (void *)(long)skb->data_end;
    FIND(guards, 0);
    if (data + 14 > end) return 0;
    bpf_spin_lock(&g->lock);
    g->count += *(__u8 *)(data + 12);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int value_used_after_unlock(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    int seen = g->count;
    bpf_spin_unlock(&g->lock);
    return seen + g->sum;
}

SEC("tc") int tail_call_while_locked(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    bpf_tail_call(skb, &jumps, 1);
    bpf_spin_unlock(&g->lock);
    return 0;
}

static long round_while_locked(__u32 i, void *ctx) { return 0; }

SEC("tc") int bpf_loop_while_locked(struct __sk_buff *skb) {
    FIND(guards, 0);
    bpf_spin_lock(&g->lock);
    bpf_loop(10, round_while_locked, NULL, 0);
    bpf_spin_unlock(&g->lock);
    return 0;
}

static long lock_each(void *map, __u32 *key, struct guarded *g, void *ctx) {
    bpf_spin_lock(&g->lock);
    g->count = 0;
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int lock_in_for_each_callback(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&guards, lock_each, NULL, 0);
}

static long lock_and_stop(void *map, __u32 *key, struct guarded *g, void *ctx) {
    bpf_spin_lock(&g->lock);
    return 1;
}

SEC("tc") int callback_returns_locked(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&guards, lock_and_stop, NULL, 0);
}

SEC("tc") int lock_reached_through_a_spill(struct __sk_buff *skb) {
    FIND(guards, 0);
    struct guarded *volatile kept = g;
    bpf_spin_lock(&g->lock);
    g->count = 1;
    struct guarded *again = kept;
    bpf_spin_unlock(&again->lock);
    return 0;
}
