// Tail calls: what they take, and what they do to the stack of functions.
#include "kernel.h"

struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 8);
    __type(key, __u32);
    __type(value, __u32);
} jumps SEC(".maps");
HASH(table, 8, __u32, __u64);
RING(ring);
int array[8];

SEC("tc") int constant_index(struct __sk_buff *skb) {
    bpf_tail_call(skb, &jumps, 3);
    return 0;
}
SEC("tc") int constant_index_too_large(struct __sk_buff *skb) {
    bpf_tail_call(skb, &jumps, 8);
    return 0;
}
SEC("tc") int any_index(struct __sk_buff *skb) {
    bpf_tail_call(skb, &jumps, skb->mark);
    return 0;
}
SEC("xdp") int in_xdp(struct xdp_md *ctx) {
    bpf_tail_call(ctx, &jumps, ctx->rx_queue_index);
    return XDP_PASS;
}
SEC("socket") int in_a_socket_filter(struct __sk_buff *skb) {
    bpf_tail_call(skb, &jumps, 1);
    return 0;
}
SEC("kprobe/do_nanosleep") int in_a_kprobe(void *ctx) {
    bpf_tail_call(ctx, &jumps, 1);
    return 0;
}
SEC("tc") int context_is_no_context(struct __sk_buff *skb) {
    long no = 0;
    bpf_tail_call(&no, &jumps, 1);
    return 0;
}
SEC("tc") int context_is_moved(struct __sk_buff *skb) {
    bpf_tail_call((void *)skb + 8, &jumps, 1);
    return 0;
}
SEC("tc") int map_is_a_table(struct __sk_buff *skb) {
    bpf_tail_call(skb, &table, 1);
    return 0;
}
SEC("tc") int index_is_a_pointer(struct __sk_buff *skb) {
    bpf_tail_call(skb, &jumps, (long)skb);
    return 0;
}
SEC("tc") int holding_a_record(struct __sk_buff *skb) {
    void *r = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!r) return 0;
    bpf_tail_call(skb, &jumps, 1);
    bpf_ringbuf_discard(r, 0);
    return 0;
}
SEC("tc") int packet_afterwards(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data;
    if (data + 14 > (unsigned char *)(long)skb->data_end) return 0;
    bpf_tail_call(skb, &jumps, 1);
    return *(volatile unsigned char *)data;
}
SEC("tc") int value_afterwards(struct __sk_buff *skb) {
    __u32 key = 1;
    __u64 *v = bpf_map_lookup_elem(&table, &key);
    if (!v) return 0;
    bpf_tail_call(skb, &jumps, 1);
    return *v;
}
SEC("tc") int result_is_used(struct __sk_buff *skb) {
    long r = ((long (*)(void *, void *, __u32))BPF_FUNC_tail_call)(skb, &jumps, 1);
    return r;
}
SEC("tc") int result_is_an_index(struct __sk_buff *skb) {
    long r = ((long (*)(void *, void *, __u32))BPF_FUNC_tail_call)(skb, &jumps, 1);
    return array[r];
}

static noinline int jumps_on(struct __sk_buff *skb) {
    bpf_tail_call(skb, &jumps, 2);
    int five = 5;
    hide(five);
    return five;
}
static noinline int jumps_with_room(struct __sk_buff *skb) {
    volatile char room[200];
    room[3] = 1;
    bpf_tail_call(skb, &jumps, 2);
    return room[3];
}
static noinline int jumps_with_large_room(struct __sk_buff *skb) {
    volatile char room[300];
    room[3] = 1;
    bpf_tail_call(skb, &jumps, 2);
    return room[3];
}
static noinline int only_room(int n) {
    volatile char room[300];
    room[n & 127] = 1;
    return room[3 + (n & 1)] * 0;
}
noinline int global_jumps_on(struct __sk_buff *skb) {
    bpf_tail_call(skb, &jumps, 2);
    return 5;
}

SEC("tc") int in_a_static_function(struct __sk_buff *skb) { return jumps_on(skb); }
SEC("tc") int static_result_is_known(struct __sk_buff *skb) { return array[(unsigned)jumps_on(skb)]; }
SEC("tc") int in_a_global_function(struct __sk_buff *skb) { return global_jumps_on(skb); }
SEC("tc") int packet_after_a_function_that_jumps(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data;
    if (data + 14 > (unsigned char *)(long)skb->data_end) return 0;
    jumps_on(skb);
    return *(volatile unsigned char *)data;
}
SEC("tc") int packet_after_a_global_that_jumps(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data;
    if (data + 14 > (unsigned char *)(long)skb->data_end) return 0;
    global_jumps_on(skb);
    return *(volatile unsigned char *)data;
}
SEC("tc") int callers_frame_of_200_bytes(struct __sk_buff *skb) {
    volatile char room[200];
    room[0] = 1;
    return jumps_with_room(skb) + room[0];
}
SEC("tc") int callers_frame_of_264_bytes(struct __sk_buff *skb) {
    volatile char room[264];
    room[0] = 1;
    return jumps_on(skb) + room[0];
}
SEC("tc") int callees_frame_of_300_bytes(struct __sk_buff *skb) {
    return jumps_with_large_room(skb);
}
SEC("tc") int large_frame_but_the_jump_is_here(struct __sk_buff *skb) {
    volatile char room[400];
    room[0] = 1;
    bpf_tail_call(skb, &jumps, 2);
    return room[0];
}
SEC("tc") int large_callee_beside_the_jump(struct __sk_buff *skb) {
    int n = only_room(skb->len);
    bpf_tail_call(skb, &jumps, 2);
    return n;
}
static long round_jumps(__u32 i, void *c) { return 0; }
SEC("tc") int jump_and_loop_callback(struct __sk_buff *skb) {
    bpf_loop(3, round_jumps, NULL, 0);
    bpf_tail_call(skb, &jumps, 2);
    return 0;
}
SEC("tc") int jump_in_a_loop(struct __sk_buff *skb) {
    for (int i = 0; i < 8; i++) bpf_tail_call(skb, &jumps, i);
    return 0;
}
SEC("tc") int update_of_the_jumps(struct __sk_buff *skb) {
    __u32 key = 1, value = 3;
    return bpf_map_update_elem(&jumps, &key, &value, 0);
}
SEC("tc") int lookup_in_the_jumps(struct __sk_buff *skb) {
    __u32 key = 1;
    return bpf_map_lookup_elem(&jumps, &key) != NULL;
}
