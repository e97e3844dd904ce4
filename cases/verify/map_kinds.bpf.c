// Every kind of map with the helpers that it takes, and some that it does not.
#include "kernel.h"

#define KIND(name, kind, k, v) struct { __uint(type, BPF_MAP_TYPE_##kind); __uint(max_entries, 8); __type(key, k); __type(value, v); } name SEC(".maps")
#define SIZED(name, kind, k, v) struct { __uint(type, BPF_MAP_TYPE_##kind); __uint(max_entries, 8); __uint(key_size, k); __uint(value_size, v); } name SEC(".maps")
struct value { __u64 count; __u32 flags, pad; char name[16]; };
ARRAY(array, 8, struct value);
HASH(hash, 8, __u32, struct value);
KIND(lru, LRU_HASH, __u32, struct value);
KIND(per_cpu_array, PERCPU_ARRAY, __u32, struct value);
KIND(per_cpu_hash, PERCPU_HASH, __u32, struct value);
struct prefix { __u32 length; __u8 bytes[4]; };
struct { __uint(type, BPF_MAP_TYPE_LPM_TRIE); __uint(max_entries, 8); __uint(map_flags, BPF_F_NO_PREALLOC); __type(key, struct prefix); __type(value, __u64); } trie SEC(".maps");
SIZED(queue, QUEUE, 0, 8);
SIZED(stack, STACK, 0, 8);
SIZED(bloom, BLOOM_FILTER, 0, 8);
KIND(devices, DEVMAP, __u32, __u32);
KIND(device_hash, DEVMAP_HASH, __u32, __u32);
KIND(cpus, CPUMAP, __u32, __u32);
KIND(xsks, XSKMAP, __u32, __u32);
struct { __uint(type, BPF_MAP_TYPE_STACK_TRACE); __uint(max_entries, 8); __uint(key_size, 4); __uint(value_size, 80); } traces SEC(".maps");
KIND(cgroups, CGROUP_ARRAY, __u32, __u32);
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 8); __type(key, __u32); __type(value, struct value); __uint(map_flags, BPF_F_RDONLY_PROG); } readable SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 8); __type(key, __u32); __type(value, struct value); __uint(map_flags, BPF_F_WRONLY_PROG); } writable SEC(".maps");
struct inner { __uint(type, BPF_MAP_TYPE_ARRAY); __uint(max_entries, 4); __type(key, __u32); __type(value, struct value); };
struct { __uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS); __uint(max_entries, 4); __type(key, __u32); __array(values, struct inner); } outer SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_HASH_OF_MAPS); __uint(max_entries, 4); __type(key, __u32); __array(values, struct inner); } outer_hash SEC(".maps");

#define FIND(m) __u32 key = skb->len; struct value *v = bpf_map_lookup_elem(&m, &key)
#define TC(name) SEC("tc") int name(struct __sk_buff *skb)

TC(array_value) { FIND(array); return v ? v->count : 0; }
TC(array_value_unchecked) { FIND(array); return v->count; }
TC(array_value_at_a_constant_in_range) { __u32 key = 7; struct value *v = bpf_map_lookup_elem(&array, &key); return v->count; }
TC(array_value_at_a_constant_out_of_range) { __u32 key = 8; struct value *v = bpf_map_lookup_elem(&array, &key); return v->count; }
TC(hash_value_at_a_constant) { __u32 key = 0; struct value *v = bpf_map_lookup_elem(&hash, &key); return v->count; }
TC(per_cpu_value_at_a_constant) { __u32 key = 0; struct value *v = bpf_map_lookup_elem(&per_cpu_array, &key); return v->count; }
TC(array_value_at_a_masked_index) { __u32 key = skb->len & 7; struct value *v = bpf_map_lookup_elem(&array, &key); return v->count; }
TC(read_only_value_at_a_constant) { __u32 key = 1; struct value *v = bpf_map_lookup_elem(&readable, &key); return v->count; }
TC(inner_value_at_a_constant) {
    __u32 key = 0;
    void *m = bpf_map_lookup_elem(&outer, &key);
    if (!m) return 0;
    struct value *v = bpf_map_lookup_elem(m, &key);
    return v->count;
}
TC(value_read_at_its_end) { FIND(hash); return v ? ((volatile char *)v)[31] : 0; }
TC(value_read_behind_its_end) { FIND(hash); return v ? ((volatile char *)v)[32] : 0; }
TC(value_read_across_its_end) { FIND(hash); return v ? *(volatile long *)((void *)v + 28) : 0; }
TC(value_read_before_its_start) { FIND(hash); long back = -1; hide(back); return v ? ((volatile char *)v)[back] : 0; }
TC(value_at_a_masked_index) { FIND(hash); return v ? v->name[skb->len & 15] : 0; }
TC(value_at_an_index_masked_too_wide) { FIND(hash); return v ? ((volatile char *)v)[skb->len & 63] : 0; }
TC(value_at_a_compared_index) { FIND(hash); __u32 at = skb->len; return v && at < 16 ? v->name[at] : 0; }
TC(value_at_an_index_compared_with_sign) { FIND(hash); int at = skb->len; return v && at < 16 ? v->name[at] : 0; }
TC(value_at_an_index_compared_both_ways) { FIND(hash); int at = skb->len; return v && at < 16 && at >= 0 ? v->name[at] : 0; }
TC(value_at_an_index_compared_by_one_too_many) { FIND(hash); __u32 at = skb->len; return v && at <= 16 ? ((volatile char *)v->name)[at] : 0; }
TC(value_at_the_sum_of_two_indices) { FIND(hash); return v ? v->name[(skb->len & 7) + (skb->mark & 7)] : 0; }
TC(value_at_the_sum_of_two_wider_indices) { FIND(hash); return v ? ((volatile char *)v->name)[(skb->len & 15) + (skb->mark & 7)] : 0; }
TC(value_at_a_product) { FIND(hash); return v ? v->name[(skb->len & 3) * 5] : 0; }
TC(value_at_a_remainder) { FIND(hash); return v ? v->name[skb->len % 16] : 0; }
TC(value_at_a_remainder_too_large) { FIND(hash); return v ? ((volatile char *)v->name)[skb->len % 17] : 0; }
TC(value_at_a_shifted_index) { FIND(hash); return v ? v->name[skb->len >> 28] : 0; }
TC(value_at_a_shifted_index_too_large) { FIND(hash); return v ? ((volatile char *)v->name)[skb->len >> 27] : 0; }
TC(write_to_a_read_only_map) { FIND(readable); if (v) v->count = 1; return 0; }
TC(read_of_a_read_only_map) { FIND(readable); return v ? v->count : 0; }
TC(update_of_a_read_only_map) { struct value v = {}; __u32 key = 0; return bpf_map_update_elem(&readable, &key, &v, 0); }
TC(read_of_a_write_only_map) { FIND(writable); return v ? v->count : 0; }
TC(write_to_a_write_only_map) { FIND(writable); if (v) v->count = 1; return 0; }
TC(update_of_a_write_only_map) { struct value v = {}; __u32 key = 0; return bpf_map_update_elem(&writable, &key, &v, 0); }
TC(atomic_add_to_a_value) { FIND(hash); if (v) __sync_fetch_and_add(&v->count, 1); return 0; }
TC(atomic_add_to_a_read_only_value) { FIND(readable); if (v) __sync_fetch_and_add(&v->count, 1); return 0; }
TC(atomic_exchange_with_a_value) { FIND(hash); return v ? __sync_lock_test_and_set(&v->flags, 3) : 0; }
TC(atomic_compare_and_exchange) { FIND(hash); return v ? __sync_val_compare_and_swap(&v->count, 3, 4) : 0; }
TC(pointer_is_stored_in_a_value) { FIND(hash); if (v) v->count = (long)v; return 0; }
TC(context_pointer_is_stored_in_a_value) { FIND(hash); if (v) v->count = (long)skb; return 0; }
TC(key_is_not_set) { __u32 key; return bpf_map_lookup_elem(&hash, &key) != NULL; }
TC(key_is_half_set) { struct { __u16 a, b; } key; *(volatile __u16 *)&key.a = 1; return bpf_map_lookup_elem(&hash, &key) != NULL; }
TC(key_in_the_packet) {
    void *data = (void *)(long)skb->data;
    if (data + 30 > (void *)(long)skb->data_end) return 0;
    return bpf_map_lookup_elem(&hash, data + 26) != NULL;
}
TC(key_too_far_in_the_packet) {
    void *data = (void *)(long)skb->data;
    if (data + 29 > (void *)(long)skb->data_end) return 0;
    return bpf_map_lookup_elem(&hash, data + 26) != NULL;
}
TC(key_in_a_value) { FIND(hash); return v ? bpf_map_lookup_elem(&hash, &v->flags) != NULL : 0; }
TC(key_behind_a_value) { FIND(hash); return v ? bpf_map_lookup_elem(&hash, (void *)v + 30) != NULL : 0; }
TC(value_is_half_set) { struct value v; v.count = 1; __u32 key = 0; return bpf_map_update_elem(&hash, &key, &v, 0); }
TC(value_too_small_for_the_map) { __u64 v = 1; __u32 key = 0; BARRIER; return bpf_map_update_elem(&hash, &key, &v, 0); }
TC(map_pointer_is_null) { __u32 key = 0; return bpf_map_lookup_elem(NULL, &key) != NULL; }
TC(map_pointer_is_a_stack_pointer) { __u32 key = 0; return bpf_map_lookup_elem(&key, &key) != NULL; }
TC(map_chosen_at_run_time) { __u32 key = 0; void *m = skb->len > 9 ? (void *)&hash : (void *)&lru; hide(m); struct value *v = bpf_map_lookup_elem(m, &key); return v ? v->count : 0; }
TC(map_of_other_size_chosen_at_run_time) { __u32 key = 0; void *m = skb->len > 9 ? (void *)&hash : (void *)&devices; hide(m); return bpf_map_delete_elem(m, &key); }
TC(lookups_share_no_check) { FIND(hash); struct value *w = bpf_map_lookup_elem(&hash, &key); return v ? w->count : 0; }
TC(value_survives_a_delete) { FIND(hash); if (!v) return 0; bpf_map_delete_elem(&hash, &key); return v->count; }
TC(lru_value) { FIND(lru); return v ? v->count : 0; }
TC(per_cpu_value) { FIND(per_cpu_hash); if (v) v->count++; return 0; }
TC(per_cpu_value_of_another_cpu) { __u32 key = 0; struct value *v = bpf_map_lookup_percpu_elem(&per_cpu_array, &key, 1); return v ? v->count : 0; }
TC(per_cpu_value_of_another_cpu_unchecked) { __u32 key = 0; struct value *v = bpf_map_lookup_percpu_elem(&per_cpu_array, &key, 1); return v->count; }
TC(per_cpu_lookup_in_a_plain_map) { __u32 key = 0; return bpf_map_lookup_percpu_elem(&array, &key, 1) != NULL; }
TC(trie_is_matched) { struct prefix p = {32, {10, 0, 0, 1}}; __u64 *v = bpf_map_lookup_elem(&trie, &p); return v ? *v : 0; }
TC(trie_key_too_short) { __u32 p = 32; __u64 *v = bpf_map_lookup_elem(&trie, &p); return v ? *v : 0; }
TC(trie_is_updated) { struct prefix p = {32, {10, 0, 0, 1}}; __u64 v = 4; return bpf_map_update_elem(&trie, &p, &v, 0); }
TC(queue_push_and_pop) { __u64 v = 1; bpf_map_push_elem(&queue, &v, 0); return bpf_map_pop_elem(&queue, &v); }
TC(queue_pop_into_uninitialised) { __u64 v; bpf_map_pop_elem(&queue, &v); return v; }
TC(queue_peek_into_too_little) { __u32 v; bpf_map_peek_elem(&queue, &v); return v; }
TC(queue_is_not_looked_up) { __u32 key = 0; return bpf_map_lookup_elem(&queue, &key) != NULL; }
TC(stack_push) { __u64 v = 1; return bpf_map_push_elem(&stack, &v, BPF_EXIST); }
TC(stack_push_of_uninitialised) { __u64 v; return bpf_map_push_elem(&stack, &v, 0); }
TC(array_is_not_pushed_to) { struct value v = {}; return bpf_map_push_elem(&array, &v, 0); }
TC(bloom_is_pushed_and_peeked) { __u64 v = 1; bpf_map_push_elem(&bloom, &v, 0); return bpf_map_peek_elem(&bloom, &v); }
TC(bloom_peek_of_uninitialised) { __u64 v; return bpf_map_peek_elem(&bloom, &v); }
TC(bloom_is_not_popped) { __u64 v = 1; return bpf_map_pop_elem(&bloom, &v); }
TC(device_redirect) { return bpf_redirect_map(&devices, skb->len, 0); }
SEC("xdp") int device_redirect_in_xdp(struct xdp_md *x) { return bpf_redirect_map(&devices, x->rx_queue_index, XDP_PASS); }
SEC("xdp") int device_hash_redirect(struct xdp_md *x) { return bpf_redirect_map(&device_hash, 1, BPF_F_BROADCAST); }
SEC("xdp") int cpu_redirect(struct xdp_md *x) { return bpf_redirect_map(&cpus, 1, 0); }
SEC("xdp") int xsk_redirect(struct xdp_md *x) { return bpf_redirect_map(&xsks, x->rx_queue_index, XDP_DROP); }
SEC("xdp") int array_redirect(struct xdp_md *x) { return bpf_redirect_map(&array, 1, 0); }
SEC("xdp") int xsk_is_looked_up(struct xdp_md *x) { __u32 key = 0; return bpf_map_lookup_elem(&xsks, &key) ? XDP_PASS : XDP_DROP; }
SEC("xdp") int xsk_queue_is_read(struct xdp_md *x) { __u32 key = 0; struct bpf_xdp_sock *s = bpf_map_lookup_elem(&xsks, &key); return s ? s->queue_id & 3 : XDP_DROP; }
SEC("xdp") int xsk_queue_is_written(struct xdp_md *x) { __u32 key = 0; struct bpf_xdp_sock *s = bpf_map_lookup_elem(&xsks, &key); if (s) *(volatile __u32 *)&s->queue_id = 1; return XDP_PASS; }
SEC("xdp") int device_is_looked_up(struct xdp_md *x) { __u32 key = 0; __u32 *v = bpf_map_lookup_elem(&devices, &key); return v ? *v & 3 : XDP_DROP; }
SEC("xdp") int device_value_is_written(struct xdp_md *x) { __u32 key = 0; volatile __u32 *v = bpf_map_lookup_elem(&devices, &key); if (v) *v = 2; return XDP_DROP; }
SEC("xdp") int device_is_updated(struct xdp_md *x) { __u32 key = 0, v = 0; return bpf_map_update_elem(&devices, &key, &v, 0) ? XDP_DROP : XDP_PASS; }
SEC("xdp") int cpu_is_looked_up(struct xdp_md *x) { __u32 key = 0; __u32 *v = bpf_map_lookup_elem(&cpus, &key); return v ? *v & 3 : XDP_DROP; }
SEC("raw_tp/sys_enter") int stack_trace(void *ctx) { return bpf_get_stackid(ctx, &traces, 0) & 1; }
SEC("raw_tp/sys_enter") int stack_trace_in_an_array(void *ctx) { return bpf_get_stackid(ctx, &array, 0) & 1; }
SEC("raw_tp/sys_enter") int stack_trace_is_looked_up(void *ctx) { __u32 key = 0; return bpf_map_lookup_elem(&traces, &key) != NULL; }
TC(stack_trace_in_tc) { return bpf_get_stackid(skb, &traces, 0); }
TC(under_a_cgroup) { return bpf_skb_under_cgroup(skb, &cgroups, 0); }
TC(under_an_array) { return bpf_skb_under_cgroup(skb, &array, 0); }
TC(inner_map) { FIND(outer); if (!v) return 0; struct value *w = bpf_map_lookup_elem((void *)v, &key); return w ? w->count : 0; }
TC(inner_map_unchecked) { FIND(outer); struct value *w = bpf_map_lookup_elem((void *)v, &key); return w ? w->count : 0; }
TC(inner_value_unchecked) { FIND(outer); if (!v) return 0; struct value *w = bpf_map_lookup_elem((void *)v, &key); return w->count; }
TC(inner_map_as_memory) { FIND(outer); return v ? *(volatile int *)v : 0; }
TC(inner_map_is_written) { FIND(outer); if (v) *(volatile int *)v = 0; return 0; }
TC(inner_map_moved) { FIND(outer); if (!v) return 0; void *m = v; hide(m); m += 8; hide(m); return bpf_map_lookup_elem(m, &key) != NULL; }
TC(inner_map_of_a_hash) { FIND(outer_hash); if (!v) return 0; struct value w = {}; return bpf_map_update_elem((void *)v, &key, &w, 0); }
TC(inner_map_is_deleted) { __u32 key = 0; return bpf_map_delete_elem(&outer_hash, &key); }
TC(inner_map_is_replaced) { __u32 key = 0, fd = 4; return bpf_map_update_elem(&outer, &key, &fd, 0); }
TC(two_inner_maps) {
    __u32 key = 0;
    void *m = bpf_map_lookup_elem(&outer, &key), *n = bpf_map_lookup_elem(&outer_hash, &key);
    if (!m || !n) return 0;
    struct value *v = bpf_map_lookup_elem(m, &key);
    struct value *w = bpf_map_lookup_elem(n, &key);
    if (v && w) v->count = w->count;
    return 0;
}
TC(map_pointer_is_read) { return *(volatile int *)&array; }
TC(map_pointer_as_a_number) { return (long)&array; }
