// User ring buffers: what the callback of a drain may do with the record that it is handed.
#include "kernel.h"

struct {
    __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
    __uint(max_entries, 4096);
} commands SEC(".maps");
RING(ring);
ARRAY(array, 4, __u64);
struct pair { __u64 a, b; };
__u64 seen;

#define DRAIN(name, callback, map)                                                                 \
    SEC("xdp") int name(struct xdp_md *ctx) {                                                      \
        struct pair kept = {};                                                                     \
        return bpf_user_ringbuf_drain(&map, callback, &kept, 0) + kept.a;                          \
    }
#define CASE(name)                                                                                 \
    static long name##_callback(struct bpf_dynptr *record, struct pair *kept);                     \
    DRAIN(name, name##_callback, commands)                                                         \
    static long name##_callback(struct bpf_dynptr *record, struct pair *kept)

CASE(record_is_read) {
    struct pair pair;
    if (bpf_dynptr_read(&pair, sizeof pair, record, 0, 0)) return 1;
    kept->a += pair.a;
    return 0;
}
CASE(record_is_read_into_too_little) {
    struct pair pair;
    bpf_dynptr_read(&pair, sizeof pair + 1, record, 0, 0);
    return pair.a & 1;
}
CASE(record_is_read_by_an_unknown_size) {
    struct pair pair = {};
    bpf_dynptr_read(&pair, seen, record, 0, 0);
    return 0;
}
CASE(record_is_read_by_a_bounded_size) {
    struct pair pair = {};
    bpf_dynptr_read(&pair, seen & 15, record, seen, 0);
    kept->a = pair.b;
    return 0;
}
CASE(record_is_written) {
    return bpf_dynptr_write(record, 8, kept, sizeof *kept, 0) == 0;
}
CASE(data_is_tested_and_used) {
    struct pair *pair = bpf_dynptr_data(record, 0, sizeof *pair);
    if (!pair) return 0;
    pair->b = 4;
    kept->b = pair->a;
    return 0;
}
CASE(data_is_used_untested) {
    struct pair *pair = bpf_dynptr_data(record, 0, sizeof *pair);
    kept->b = pair->a;
    return 0;
}
CASE(data_is_used_behind_its_end) {
    struct pair *pair = bpf_dynptr_data(record, 0, 12);
    if (pair) kept->b = pair->b;
    return 0;
}
CASE(data_before_its_start) {
    __u64 *word = bpf_dynptr_data(record, 8, 8);
    if (word) kept->b = word[-1];
    return 0;
}
CASE(data_of_an_unknown_size) {
    __u64 *word = bpf_dynptr_data(record, 0, seen);
    if (word) kept->b = *word;
    return 0;
}
CASE(data_at_an_unknown_offset) {
    __u64 *word = bpf_dynptr_data(record, seen, 8);
    if (word) kept->b = *word;
    return 0;
}
CASE(data_is_indexed) {
    char *bytes = bpf_dynptr_data(record, 0, 16);
    if (bytes) kept->b = bytes[seen & 15];
    return 0;
}
CASE(data_is_indexed_too_far) {
    char *bytes = bpf_dynptr_data(record, 0, 16);
    if (bytes) kept->b = bytes[seen & 31];
    return 0;
}
CASE(data_goes_to_a_helper) {
    __u32 key = 1;
    __u64 *word = bpf_dynptr_data(record, 0, 8);
    if (word) bpf_map_update_elem(&array, &key, word, 0);
    return 0;
}
CASE(data_is_kept_for_the_caller) {
    kept->a = (__u64)bpf_dynptr_data(record, 0, 8);
    return 0;
}
CASE(record_is_loaded_from) {
    return *(volatile __u64 *)record & 1;
}
CASE(record_is_stored_to) {
    *(volatile __u64 *)record = 1;
    return 0;
}
CASE(record_is_moved) {
    struct pair pair;
    struct bpf_dynptr *moved = (void *)record + 8;
    hide(moved);
    bpf_dynptr_read(&pair, sizeof pair, moved, 0, 0);
    return 0;
}
CASE(record_is_submitted) {
    bpf_ringbuf_submit_dynptr(record, 0);
    return 0;
}
CASE(record_is_discarded) {
    bpf_ringbuf_discard_dynptr(record, 0);
    return 0;
}
CASE(record_is_made_anew) {
    bpf_dynptr_from_mem(&seen, sizeof seen, 0, record);
    return 0;
}
CASE(record_is_reserved_over) {
    bpf_ringbuf_reserve_dynptr(&ring, 8, 0, record);
    return 0;
}
CASE(record_is_memory_for_a_helper) {
    return bpf_ringbuf_output(&ring, record, 8, 0) & 1;
}
CASE(record_goes_to_the_ring) {
    struct pair *pair = bpf_dynptr_data(record, 0, sizeof *pair);
    return pair && bpf_ringbuf_output(&ring, pair, sizeof *pair, 0);
}
CASE(callback_returns_two) {
    return 2;
}
CASE(callback_returns_what_it_read) {
    __u64 word = 0;
    bpf_dynptr_read(&word, sizeof word, record, 0, 0);
    return word;
}
CASE(callback_drains) {
    kept->a += bpf_user_ringbuf_drain(&commands, record_is_read_callback, kept, 0);
    return 0;
}
CASE(callback_loses_a_record) {
    __u64 *word = bpf_ringbuf_reserve(&ring, 8, 0);
    if (word) *word = 1;
    return 0;
}
CASE(callback_sends_a_record) {
    __u64 *word = bpf_ringbuf_reserve(&ring, 8, 0);
    if (!word) return 1;
    *word = 1;
    bpf_ringbuf_submit(word, 0);
    return 0;
}
DRAIN(drain_of_a_ring_buffer, record_is_read_callback, ring)
DRAIN(drain_of_an_array, record_is_read_callback, array)
SEC("xdp") int drain_without_a_callback(struct xdp_md *ctx) {
    void *callback = 0;
    hide(callback);
    return bpf_user_ringbuf_drain(&commands, callback, 0, 0);
}
static long without_context(struct bpf_dynptr *record, void *context) {
    return 0;
}
SEC("xdp") int drain_without_a_context(struct xdp_md *ctx) {
    return bpf_user_ringbuf_drain(&commands, without_context, 0, BPF_RB_FORCE_WAKEUP);
}
SEC("xdp") int drain_with_memory_as_context(struct xdp_md *ctx) {
    return bpf_user_ringbuf_drain(&commands, without_context, &seen, 0);
}
SEC("xdp") int output_to_a_user_ring(struct xdp_md *ctx) {
    __u64 word = 1;
    return bpf_ringbuf_output(&commands, &word, 8, 0);
}
SEC("xdp") int lookup_in_a_user_ring(struct xdp_md *ctx) {
    __u64 key = 1;
    return bpf_map_lookup_elem(&commands, &key) != 0;
}
SEC("tc") int drain_in_a_classifier(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&commands, without_context, 0, 0);
}
