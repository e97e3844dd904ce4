// Ring buffers and perf buffers: records, their life and their sizes; dynptrs over them.
#include "kernel.h"

RING(ring);
RING(second);
struct { __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY); __uint(key_size, 4); __uint(value_size, 4); } events SEC(".maps");
struct event { __u64 time; __u32 pid, flags; char name[16]; };
struct pair { long a, b; };
HASH(table, 8, __u32, struct event);
struct event last;
const volatile __u32 wanted = 24;

#define RESERVE(size) bpf_ringbuf_reserve(&ring, size, 0)

SEC("tc") int record_is_submitted(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    e->time = bpf_ktime_get_ns();
    e->pid = skb->mark;
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int record_is_discarded(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    bpf_ringbuf_discard(e, BPF_RB_NO_WAKEUP);
    return 0;
}
SEC("tc") int record_is_lost(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    e->flags = 1;
    return 0;
}
SEC("tc") int record_is_lost_on_one_branch(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    if (skb->len > 100) return 1;
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int record_is_never_checked(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    e->flags = 1;
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int record_is_submitted_unchecked(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int record_is_submitted_twice(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    bpf_ringbuf_submit(e, 0);
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int record_is_used_after_submit(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    bpf_ringbuf_submit(e, 0);
    return *(volatile __u32 *)&e->flags;
}
SEC("tc") int record_is_submitted_from_its_middle(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    bpf_ringbuf_submit(&e->flags, 0);
    return 0;
}
SEC("tc") int copy_of_the_pointer_after_submit(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    struct event *volatile kept = e;
    if (!e) return 0;
    bpf_ringbuf_submit(e, 0);
    return kept->flags;
}
SEC("tc") int field_at_the_end(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    ((volatile char *)e)[31] = 1;
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int field_behind_the_end(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    ((volatile char *)e)[32] = 1;
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int field_before_the_record(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    long back = -8;
    hide(back);
    *(volatile long *)((void *)e + back) = 1;
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int index_in_the_record(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    e->name[skb->len & 15] = 'x';
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int index_past_the_record(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    e->name[skb->len & 31] = 'x';
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int size_is_not_known(struct __sk_buff *skb) {
    void *r = RESERVE(skb->len);
    if (r) bpf_ringbuf_discard(r, 0);
    return 0;
}
SEC("tc") int size_is_known_from_rodata(struct __sk_buff *skb) {
    long *r = RESERVE(wanted);
    if (!r) return 0;
    r[2] = 4;
    bpf_ringbuf_submit(r, 0);
    return 0;
}
SEC("tc") int size_is_one_of_two(struct __sk_buff *skb) {
    __u64 size = skb->len > 100 ? 16 : 8;
    hide(size);
    long *r = RESERVE(size);
    if (!r) return 0;
    r[0] = 4;
    bpf_ringbuf_submit(r, 0);
    return 0;
}
SEC("tc") int size_is_zero(struct __sk_buff *skb) {
    void *r = RESERVE(0);
    if (r) bpf_ringbuf_discard(r, 0);
    return 0;
}
SEC("tc") int size_is_huge(struct __sk_buff *skb) {
    void *r = RESERVE(1 << 30);
    if (r) bpf_ringbuf_discard(r, 0);
    return 0;
}
SEC("tc") int size_is_beyond_all(struct __sk_buff *skb) {
    void *r = RESERVE(1ULL << 33);
    if (r) bpf_ringbuf_discard(r, 0);
    return 0;
}
SEC("tc") int null_tested_the_other_way(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (e) {
        e->flags = 2;
        bpf_ringbuf_submit(e, 0);
    }
    return 0;
}
SEC("tc") int two_records_at_once(struct __sk_buff *skb) {
    struct event *a = RESERVE(sizeof *a);
    if (!a) return 0;
    struct event *b = bpf_ringbuf_reserve(&second, sizeof *b, 0);
    if (!b) {
        bpf_ringbuf_discard(a, 0);
        return 0;
    }
    *b = *a;
    bpf_ringbuf_submit(a, 0);
    bpf_ringbuf_submit(b, 0);
    return 0;
}
SEC("tc") int first_is_lost_when_second_fails(struct __sk_buff *skb) {
    struct event *a = RESERVE(sizeof *a);
    if (!a) return 0;
    struct event *b = bpf_ringbuf_reserve(&second, sizeof *b, 0);
    if (!b) return 0;
    bpf_ringbuf_submit(a, 0);
    bpf_ringbuf_submit(b, 0);
    return 0;
}
SEC("tc") int one_of_two_is_submitted_twice(struct __sk_buff *skb) {
    struct event *a = RESERVE(sizeof *a);
    if (!a) return 0;
    struct event *b = RESERVE(sizeof *b);
    if (!b) {
        bpf_ringbuf_discard(a, 0);
        return 0;
    }
    struct event *c = skb->len > 9 ? a : b;
    bpf_ringbuf_submit(a, 0);
    bpf_ringbuf_submit(c, 0);
    return 0;
}
static noinline struct event *prepare(__u32 pid) {
    struct event *e = RESERVE(sizeof *e);
    if (e) e->pid = pid;
    return e;
}
static noinline void finish(struct event *e) { bpf_ringbuf_submit(e, 0); }
SEC("tc") int life_spread_over_functions(struct __sk_buff *skb) {
    struct event *e = prepare(3);
    if (!e) return 0;
    e->flags = 4;
    finish(e);
    return 0;
}
SEC("tc") int used_after_a_function_submitted(struct __sk_buff *skb) {
    struct event *e = prepare(3);
    if (!e) return 0;
    finish(e);
    e->flags = 4;
    return 0;
}
SEC("tc") int record_as_helper_buffer(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    if (bpf_skb_load_bytes(skb, 0, e->name, 16)) bpf_ringbuf_discard(e, 0);
    else bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int record_as_helper_buffer_too_long(struct __sk_buff *skb) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    bpf_skb_load_bytes(skb, 0, e->name, 17);
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int record_as_map_value(struct __sk_buff *skb) {
    __u32 key = 0;
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    bpf_map_update_elem(&table, &key, e, 0);
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int record_pointer_is_stored_in_the_record(struct __sk_buff *skb) {
    struct pair *p = RESERVE(sizeof *p);
    if (!p) return 0;
    p->a = (long)p;
    bpf_ringbuf_submit(p, 0);
    return 0;
}
SEC("tc") int stack_is_submitted(struct __sk_buff *skb) {
    struct event e = {};
    bpf_ringbuf_submit(&e, 0);
    return 0;
}
SEC("tc") int map_value_is_submitted(struct __sk_buff *skb) {
    __u32 key = 0;
    struct event *e = bpf_map_lookup_elem(&table, &key);
    if (e) bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("tc") int output_of_the_stack(struct __sk_buff *skb) {
    struct event e = {.pid = 4};
    return bpf_ringbuf_output(&ring, &e, sizeof e, 0);
}
SEC("tc") int output_of_uninitialised_stack(struct __sk_buff *skb) {
    struct event e;
    e.pid = 4;
    return bpf_ringbuf_output(&ring, &e, sizeof e, 0);
}
SEC("tc") int output_of_a_bounded_size(struct __sk_buff *skb) {
    struct event e = {.pid = 4};
    return bpf_ringbuf_output(&ring, &e, skb->len & 31, 0);
}
SEC("tc") int output_of_an_unbounded_size(struct __sk_buff *skb) {
    struct event e = {.pid = 4};
    return bpf_ringbuf_output(&ring, &e, skb->len, 0);
}
SEC("tc") int output_to_a_table(struct __sk_buff *skb) {
    struct event e = {.pid = 4};
    return bpf_ringbuf_output(&table, &e, sizeof e, 0);
}
SEC("tc") int queried(struct __sk_buff *skb) { return bpf_ringbuf_query(&ring, BPF_RB_AVAIL_DATA); }
SEC("tc") int perf_output(struct __sk_buff *skb) {
    struct event e = {.pid = 4};
    return bpf_perf_event_output(skb, &events, BPF_F_CURRENT_CPU, &e, sizeof e);
}
SEC("tc") int perf_output_to_a_ring(struct __sk_buff *skb) {
    struct event e = {.pid = 4};
    return bpf_perf_event_output(skb, &ring, BPF_F_CURRENT_CPU, &e, sizeof e);
}
SEC("tc") int perf_output_of_global_data(struct __sk_buff *skb) {
    return bpf_perf_event_output(skb, &events, BPF_F_CURRENT_CPU, &last, sizeof last);
}
SEC("tc") int perf_output_past_global_data(struct __sk_buff *skb) {
    return bpf_perf_event_output(skb, &events, BPF_F_CURRENT_CPU, &last, sizeof last + 1);
}
SEC("xdp") int record_in_xdp(struct xdp_md *ctx) {
    long *r = RESERVE(8);
    if (!r) return XDP_ABORTED;
    *r = ctx->data_end - ctx->data;
    bpf_ringbuf_submit(r, BPF_RB_FORCE_WAKEUP);
    return XDP_PASS;
}
SEC("perf_event") int record_in_a_perf_event(void *ctx) {
    struct event *e = RESERVE(sizeof *e);
    if (!e) return 0;
    bpf_get_current_comm(e->name, sizeof e->name);
    bpf_ringbuf_submit(e, 0);
    return 0;
}

SEC("tc") int dynptr_is_submitted(struct __sk_buff *skb) {
    struct bpf_dynptr p;
    long value = 4;
    bpf_ringbuf_reserve_dynptr(&ring, skb->len, 0, &p);
    bpf_dynptr_write(&p, 0, &value, 8, 0);
    bpf_ringbuf_submit_dynptr(&p, 0);
    return 0;
}
SEC("tc") int dynptr_is_lost(struct __sk_buff *skb) {
    struct bpf_dynptr p;
    bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p);
    return 0;
}
SEC("tc") int dynptr_is_lost_when_reserve_fails(struct __sk_buff *skb) {
    struct bpf_dynptr p;
    if (bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p)) return 0;
    bpf_ringbuf_submit_dynptr(&p, 0);
    return 0;
}
SEC("tc") int dynptr_data_is_written(struct __sk_buff *skb) {
    struct bpf_dynptr p;
    bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p);
    long *words = bpf_dynptr_data(&p, 8, 16);
    if (words) words[1] = 3;
    bpf_ringbuf_submit_dynptr(&p, 0);
    return 0;
}
SEC("tc") int dynptr_data_is_written_too_far(struct __sk_buff *skb) {
    struct bpf_dynptr p;
    bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p);
    long *words = bpf_dynptr_data(&p, 8, 16);
    if (words) words[2] = 3;
    bpf_ringbuf_submit_dynptr(&p, 0);
    return 0;
}
SEC("tc") int dynptr_data_after_submit(struct __sk_buff *skb) {
    struct bpf_dynptr p;
    bpf_ringbuf_reserve_dynptr(&ring, 64, 0, &p);
    volatile long *words = bpf_dynptr_data(&p, 8, 16);
    bpf_ringbuf_submit_dynptr(&p, 0);
    if (words) words[1] = 3;
    return 0;
}
SEC("tc") int dynptr_of_local_data(struct __sk_buff *skb) {
    struct bpf_dynptr p;
    long copy = 0;
    bpf_dynptr_from_mem(&last, sizeof last, 0, &p);
    bpf_dynptr_read(&copy, 8, &p, 0, 0);
    return copy;
}
SEC("tc") int dynptr_of_the_stack(struct __sk_buff *skb) {
    struct bpf_dynptr p;
    long word = 3;
    return bpf_dynptr_from_mem(&word, 8, 0, &p);
}
SEC("tc") int dynptr_is_used_unset(struct __sk_buff *skb) {
    struct bpf_dynptr p;
    long copy = 0;
    return bpf_dynptr_read(&copy, 8, &p, 0, 0);
}
