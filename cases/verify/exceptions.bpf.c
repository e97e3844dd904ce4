// bpf_throw: from the program, from functions, with what must be given back, in callbacks.
#include "kernel.h"

HASH(table, 16, __u32, __u64);
RING(ring);
int array[16];
struct guarded { struct bpf_spin_lock lock; int count; };
ARRAY(guards, 1, struct guarded);

SEC("tc") int throws(struct __sk_buff *skb) {
    bpf_throw(0);
    return 0;
}

SEC("tc") int throws_if_long(struct __sk_buff *skb) {
    if (skb->len > 1000) bpf_throw(1);
    return 0;
}

SEC("xdp") int throws_in_xdp(struct xdp_md *ctx) {
    if (ctx->ingress_ifindex == 3) bpf_throw(XDP_DROP);
    return XDP_PASS;
}

SEC("raw_tp/sys_enter") int throws_in_a_tracepoint(void *ctx) {
    bpf_throw(0);
    return 0;
}

SEC("tc") int bound_is_asserted(struct __sk_buff *skb) {
    __u32 at = skb->len;
    if (at >= 16) bpf_throw(0);
    return array[at];
}

SEC("tc") int bound_is_asserted_badly(struct __sk_buff *skb) {
    __u32 at = skb->len;
    if (at > 16) bpf_throw(0);
    return ((volatile int *)array)[at];
}

SEC("tc") int throws_unknown_number(struct __sk_buff *skb) {
    bpf_throw(skb->len);
    return 0;
}

SEC("tc") int throws_a_pointer(struct __sk_buff *skb) {
    bpf_throw((long)skb);
    return 0;
}

SEC("tc") int nothing_follows(struct __sk_buff *skb) {
    bpf_throw(0);
    return *(volatile int *)0;
}

static noinline int checks(int x) {
    if (x > 100) bpf_throw(7);
    return x;
}
static noinline int always(int x) {
    bpf_throw(x);
    return 1;
}
noinline int checks_global(int x) {
    if (x > 100) bpf_throw(7);
    return x;
}

SEC("tc") int static_function_throws(struct __sk_buff *skb) { return checks(skb->len); }
SEC("tc") int static_function_asserts_the_bound(struct __sk_buff *skb) {
    return array[checks(skb->len & 127) & 15];
}
SEC("tc") int static_function_always_throws(struct __sk_buff *skb) { return always(3); }
SEC("tc") int global_function_throws(struct __sk_buff *skb) { return checks_global(skb->len); }

SEC("tc") int throws_with_a_record(struct __sk_buff *skb) {
    long *r = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!r) return 0;
    if (skb->len > 5) bpf_throw(0);
    bpf_ringbuf_discard(r, 0);
    return 0;
}

SEC("tc") int function_throws_while_caller_has_a_record(struct __sk_buff *skb) {
    long *r = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!r) return 0;
    *r = checks(skb->len);
    bpf_ringbuf_submit(r, 0);
    return 0;
}

SEC("tc") int global_throws_while_caller_has_a_record(struct __sk_buff *skb) {
    long *r = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!r) return 0;
    *r = checks_global(skb->len);
    bpf_ringbuf_submit(r, 0);
    return 0;
}

SEC("tc") int throws_before_a_record(struct __sk_buff *skb) {
    int n = checks(skb->len);
    long *r = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!r) return 0;
    *r = n;
    bpf_ringbuf_submit(r, 0);
    return 0;
}

SEC("tc") int throws_while_locked(struct __sk_buff *skb) {
    __u32 key = 0;
    struct guarded *g = bpf_map_lookup_elem(&guards, &key);
    if (!g) return 0;
    bpf_spin_lock(&g->lock);
    if (g->count > 3) bpf_throw(0);
    bpf_spin_unlock(&g->lock);
    return 0;
}

SEC("tc") int throws_with_a_socket(struct __sk_buff *skb) {
    struct bpf_sock_tuple tuple = {};
    struct bpf_sock *sk = bpf_sk_lookup_tcp(skb, &tuple, sizeof tuple.ipv4, -1, 0);
    if (sk) bpf_throw(0);
    return 0;
}

SEC("tc") int throws_in_rcu_section(struct __sk_buff *skb) {
    bpf_rcu_read_lock();
    if (skb->len > 4) bpf_throw(0);
    bpf_rcu_read_unlock();
    return 0;
}

SEC("tc") int throws_without_preemption(struct __sk_buff *skb) {
    bpf_preempt_disable();
    if (skb->len > 4) bpf_throw(0);
    bpf_preempt_enable();
    return 0;
}

SEC("tc") int throws_in_an_iterator(struct __sk_buff *skb) {
    int i;
    FOR_EACH(i, 0, 10)
        if (i == 5) bpf_throw(0);
    return 0;
}

static long round_throws(__u32 i, void *c) {
    if (i > 5) bpf_throw(0);
    return 0;
}
static long round_calls(__u32 i, void *c) { return checks(i) & 1; }
static long round_with_record(__u32 i, void *c) {
    void *r = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!r) return 1;
    if (i > 5) bpf_throw(0);
    bpf_ringbuf_discard(r, 0);
    return 0;
}

SEC("tc") int callback_throws(struct __sk_buff *skb) { return bpf_loop(10, round_throws, NULL, 0); }
SEC("tc") int callback_calls_what_throws(struct __sk_buff *skb) { return bpf_loop(10, round_calls, NULL, 0); }
SEC("tc") int callback_throws_with_a_record(struct __sk_buff *skb) { return bpf_loop(10, round_with_record, NULL, 0); }

struct ticking { struct bpf_timer timer; };
ARRAY(clocks, 1, struct ticking);
static int tick_throws(void *map, int *key, struct ticking *t) {
    bpf_throw(0);
    return 0;
}
SEC("tc") int timer_callback_throws(struct __sk_buff *skb) {
    __u32 key = 0;
    struct ticking *t = bpf_map_lookup_elem(&clocks, &key);
    if (!t) return 0;
    return bpf_timer_set_callback(&t->timer, tick_throws);
}

static long each_throws(void *map, __u32 *key, __u64 *value, void *c) {
    if (*value > 3) bpf_throw(*value);
    return 0;
}
SEC("tc") int each_callback_throws(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&table, each_throws, NULL, 0);
}

SEC("cgroup_skb/egress") int cookie_out_of_the_programs_range(struct __sk_buff *skb) {
    if (skb->len > 3) bpf_throw(64);
    return 1;
}
SEC("cgroup/sock_create") int cookie_in_the_programs_range(struct bpf_sock *sk) {
    if (sk->family == 3) bpf_throw(1);
    return 1;
}
SEC("cgroup/sock_create") int cookie_five_for_a_program_of_zero_and_one(struct bpf_sock *sk) {
    if (sk->family == 3) bpf_throw(5);
    return 1;
}
SEC("socket") int throws_in_a_socket_filter(struct __sk_buff *skb) {
    if (skb->len > 3) bpf_throw(0);
    return 1;
}
SEC("syscall") int throws_in_a_syscall_program(void *ctx) {
    bpf_throw(0);
    return 0;
}
