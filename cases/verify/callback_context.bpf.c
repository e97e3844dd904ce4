// Functions that helpers call: bpf_loop, bpf_for_each_map_elem, the user ring buffer, bpf_find_vma.
#include "kernel.h"

struct state { long sum; int max; int index; char bytes[16]; void *pointer; };

ARRAY(numbers, 16, __u64);
HASH(table, 16, __u32, __u64);
ARRAY(records, 8, struct state);
struct {
    __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
    __uint(max_entries, 4096);
} from_user SEC(".maps");
struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} to_user SEC(".maps");
struct {
    __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
    __uint(max_entries, 4);
    __type(key, __u32);
    __type(value, __u64);
} per_cpu SEC(".maps");
struct {
    __uint(type, BPF_MAP_TYPE_QUEUE);
    __uint(max_entries, 4);
    __uint(value_size, 8);
} queue SEC(".maps");

long total;
int array[32];

static long nothing(__u32 i, void *c) { return 0; }
static long adds(__u32 i, struct state *s) { s->sum += i; return 0; }
static long stops(__u32 i, struct state *s) { return s->sum++ > 5 ? 1 : 0; }
static long returns_two(__u32 i, void *c) { return 2; }
static long returns_minus_one(__u32 i, void *c) { return -1; }
static long returns_index(__u32 i, void *c) { return i; }
static long returns_masked_index(__u32 i, void *c) { return i & 1; }

SEC("tc") int loop_without_context(struct __sk_buff *skb) {
    return bpf_loop(100, nothing, NULL, 0);
}

SEC("tc") int loop_sums_on_the_stack(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(100, adds, &s, 0);
    return s.sum;
}

SEC("tc") int loop_ends_early(struct __sk_buff *skb) {
    struct state s = {};
    return bpf_loop(1 << 20, stops, &s, 0);
}

SEC("tc") int loop_callback_returns_two(struct __sk_buff *skb) {
    return bpf_loop(10, returns_two, NULL, 0);
}

SEC("tc") int loop_callback_returns_minus_one(struct __sk_buff *skb) {
    return bpf_loop(10, returns_minus_one, NULL, 0);
}

SEC("tc") int loop_callback_returns_its_index(struct __sk_buff *skb) {
    return bpf_loop(10, returns_index, NULL, 0);
}

SEC("tc") int loop_callback_returns_a_masked_index(struct __sk_buff *skb) {
    return bpf_loop(10, returns_masked_index, NULL, 0);
}

SEC("tc") int loop_of_unknown_rounds(struct __sk_buff *skb) {
    struct state s = {};
    return bpf_loop(skb->len, adds, &s, 0);
}

SEC("tc") int loop_with_flags(struct __sk_buff *skb) { return bpf_loop(10, nothing, NULL, 1); }

SEC("tc") int loop_of_no_rounds(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(0, adds, &s, 0);
    return s.sum;
}

SEC("tc") int loop_result_is_known_after_no_rounds(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(0, adds, &s, 0);
    return array[s.sum];
}

static long writes_unchecked(__u32 i, void *c) { array[i] = 1; return 0; }
static long writes_checked(__u32 i, void *c) {
    if (i >= 32) return 1;
    array[i] = 1;
    return 0;
}

SEC("tc") int loop_index_is_not_bounded_by_rounds(struct __sk_buff *skb) {
    return bpf_loop(32, writes_unchecked, NULL, 0);
}

SEC("tc") int loop_index_is_checked(struct __sk_buff *skb) {
    return bpf_loop(32, writes_checked, NULL, 0);
}

static long advances(__u32 i, struct state *s) { s->index++; return 0; }
static long resets(__u32 i, struct state *s) { s->index = 0; return 0; }
static long advances_to_ten(__u32 i, struct state *s) {
    if (s->index >= 10) return 1;
    s->index++;
    return 0;
}

SEC("tc") int index_from_callback_unchecked(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(10, advances, &s, 0);
    return array[s.index];
}

SEC("tc") int index_from_callback_checked(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(10, advances, &s, 0);
    if (s.index < 0 || s.index > 31) return 0;
    return array[s.index];
}

SEC("tc") int index_reset_by_callback(struct __sk_buff *skb) {
    struct state s = {.index = 7};
    bpf_loop(10, resets, &s, 0);
    return array[s.index];
}

SEC("tc") int index_bounded_inside_callback(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(100, advances_to_ten, &s, 0);
    return array[s.index];
}

static long sets_far_index(__u32 i, struct state *s) { s->index = 99; return 0; }

SEC("tc") int callback_moves_index_out_of_range(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(1, sets_far_index, &s, 0);
    return array[s.index];
}

static long moves_by_two(__u32 i, struct state *s) {
    if (s->index == 31) return 1;
    s->index += 2;
    return 0;
}

SEC("tc") int callback_steps_over_its_bound(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(100, moves_by_two, &s, 0);
    return s.index < 40 ? 0 : 1;
}

static long drops_pointer(__u32 i, struct state *s) { s->pointer = NULL; return 0; }

SEC("tc") int callback_overwrites_a_pointer(struct __sk_buff *skb) {
    struct state s = {};
    s.pointer = skb;
    bpf_loop(10, drops_pointer, &s, 0);
    return ((struct __sk_buff *)s.pointer)->len;
}

SEC("tc") int pointer_survives_a_loop(struct __sk_buff *skb) {
    struct state s = {};
    s.pointer = skb;
    bpf_loop(10, adds, &s, 0);
    return ((struct __sk_buff *)s.pointer)->len;
}

static long reads_pointer(__u32 i, struct state *s) {
    s->sum += ((struct __sk_buff *)s->pointer)->len;
    return 0;
}

SEC("tc") int callback_reads_context_through_its_own(struct __sk_buff *skb) {
    struct state s = {};
    s.pointer = skb;
    bpf_loop(10, reads_pointer, &s, 0);
    return s.sum;
}

static long takes_skb(__u32 i, struct __sk_buff *skb) { total += skb->len; return 0; }

SEC("tc") int program_context_as_callback_context(struct __sk_buff *skb) {
    return bpf_loop(3, takes_skb, skb, 0);
}

static long takes_skb_and_writes(__u32 i, struct __sk_buff *skb) { skb->mark = i; return 0; }

SEC("tc") int callback_writes_program_context(struct __sk_buff *skb) {
    return bpf_loop(3, takes_skb_and_writes, skb, 0);
}

static long reads_uninitialised(__u32 i, char *bytes) { total += bytes[8]; return 0; }

SEC("tc") int callback_reads_uninitialised_stack(struct __sk_buff *skb) {
    char bytes[16];
    bpf_loop(3, reads_uninitialised, bytes, 0);
    return 0;
}

static long past_the_frame(__u32 i, char *bytes) { total += bytes[64]; return 0; }

SEC("tc") int callback_reads_past_the_stack(struct __sk_buff *skb) {
    char bytes[16] = {};
    bpf_loop(3, past_the_frame, bytes, 0);
    return 0;
}

static long writes_value(__u32 i, __u64 *value) { *value += i; return 0; }

SEC("tc") int map_value_as_callback_context(struct __sk_buff *skb) {
    __u32 key = 1;
    __u64 *v = bpf_map_lookup_elem(&table, &key);
    if (!v) return 0;
    bpf_loop(3, writes_value, v, 0);
    return *v;
}

SEC("tc") int unchecked_map_value_as_callback_context(struct __sk_buff *skb) {
    __u32 key = 1;
    __u64 *v = bpf_map_lookup_elem(&table, &key);
    bpf_loop(3, writes_value, v, 0);
    return 0;
}

static long checks_value(__u32 i, __u64 *value) { if (value) *value += i; return 0; }

SEC("tc") int callback_checks_the_value_for_null(struct __sk_buff *skb) {
    __u32 key = 1;
    __u64 *v = bpf_map_lookup_elem(&table, &key);
    bpf_loop(3, checks_value, v, 0);
    return 0;
}

static long inner(__u32 i, struct state *s) { s->sum += 2; return 0; }
static long outer(__u32 i, struct state *s) { bpf_loop(10, inner, s, 0); return 0; }

SEC("tc") int loops_in_loops(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(10, outer, &s, 0);
    return s.sum;
}

static long third(__u32 i, struct state *s) { bpf_loop(10, outer, s, 0); return 0; }
static long fourth(__u32 i, struct state *s) { bpf_loop(10, third, s, 0); return 0; }
static long fifth(__u32 i, struct state *s) { bpf_loop(10, fourth, s, 0); return 0; }
static long sixth(__u32 i, struct state *s) { bpf_loop(10, fifth, s, 0); return 0; }
static long seventh(__u32 i, struct state *s) { bpf_loop(10, sixth, s, 0); return 0; }

SEC("tc") int loops_six_deep(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(10, fifth, &s, 0);
    return s.sum;
}

SEC("tc") int loops_eight_deep(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(10, seventh, &s, 0);
    return s.sum;
}

static long with_branches(__u32 i, struct state *s) {
    switch (s->index) {
    case 0: s->index = 1; break;
    case 1: s->index = i & 1 ? 2 : 0; break;
    case 2: s->index = 3; break;
    default: return 1;
    }
    return 0;
}

SEC("tc") int state_machine_in_a_callback(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(1000, with_branches, &s, 0);
    return array[s.index];
}

static long own_call(__u32 i, struct state *s) {
    struct state local = {.index = 3};
    bpf_loop(4, advances_to_ten, &local, 0);
    s->index = local.index;
    return 0;
}

SEC("tc") int callback_with_a_loop_over_its_own_stack(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(4, own_call, &s, 0);
    return array[s.index];
}

static long big_frame(__u32 i, struct state *s) {
    volatile char room[300];
    room[i & 127] = 1;
    return 0;
}

SEC("tc") int frames_together_too_large(struct __sk_buff *skb) {
    volatile char room[300];
    room[0] = 1;
    bpf_loop(4, big_frame, NULL, 0);
    return room[0];
}

// A callback that is called on one of two branches, with different contexts.
SEC("tc") int one_callback_two_contexts(struct __sk_buff *skb) {
    struct state s = {}, t = {.index = 4};
    if (skb->len > 100) bpf_loop(5, advances_to_ten, &s, 0);
    else bpf_loop(6, advances_to_ten, &t, 0);
    return array[s.index + t.index];
}

SEC("tc") int callback_chosen_at_run_time(struct __sk_buff *skb) {
    struct state s = {};
    long (*chosen)(__u32, struct state *) = skb->len > 100 ? adds : advances;
    bpf_loop(5, chosen, &s, 0);
    return s.sum;
}

SEC("tc") int callback_is_a_number(struct __sk_buff *skb) {
    return bpf_loop(5, (void *)8, NULL, 0);
}

noinline long global_callback(__u32 i, void *c) { return 0; }

SEC("tc") int callback_is_global(struct __sk_buff *skb) {
    return bpf_loop(5, global_callback, NULL, 0);
}

static long calls_function(__u32 i, struct state *s);
static noinline int step(struct state *s, int by) { s->sum += by; return s->sum > 100; }
static long calls_function(__u32 i, struct state *s) { return step(s, i); }

SEC("tc") int callback_calls_a_static_function(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(50, calls_function, &s, 0);
    return s.sum;
}

static long reserves(__u32 i, void *c) {
    __u64 *r = bpf_ringbuf_reserve(&to_user, 8, 0);
    if (!r) return 1;
    *r = i;
    bpf_ringbuf_submit(r, 0);
    return 0;
}
static long reserves_and_leaks(__u32 i, void *c) {
    __u64 *r = bpf_ringbuf_reserve(&to_user, 8, 0);
    return r ? 0 : 1;
}
static long keeps_record(__u32 i, struct state *s) {
    s->pointer = bpf_ringbuf_reserve(&to_user, 8, 0);
    return 1;
}
static long submits(__u32 i, void *record) { bpf_ringbuf_submit(record, 0); return 1; }

SEC("tc") int callback_reserves_and_submits(struct __sk_buff *skb) {
    return bpf_loop(5, reserves, NULL, 0);
}

SEC("tc") int callback_leaks_a_record(struct __sk_buff *skb) {
    return bpf_loop(5, reserves_and_leaks, NULL, 0);
}

SEC("tc") int callback_keeps_a_record_for_its_caller(struct __sk_buff *skb) {
    struct state s = {};
    bpf_loop(1, keeps_record, &s, 0);
    if (s.pointer) bpf_ringbuf_discard(s.pointer, 0);
    return 0;
}

SEC("tc") int callback_gives_back_its_callers_record(struct __sk_buff *skb) {
    __u64 *r = bpf_ringbuf_reserve(&to_user, 8, 0);
    if (!r) return 0;
    *r = 0;
    bpf_loop(1, submits, r, 0);
    return 0;
}

static long writes_record(__u32 i, __u64 *r) { *r += i; return 0; }

SEC("tc") int record_held_over_a_loop(struct __sk_buff *skb) {
    __u64 *r = bpf_ringbuf_reserve(&to_user, 8, 0);
    if (!r) return 0;
    *r = 0;
    bpf_loop(5, writes_record, r, 0);
    bpf_ringbuf_submit(r, 0);
    return 0;
}

static long moves_packet(__u32 i, struct __sk_buff *skb) { return bpf_skb_pull_data(skb, 64) != 0; }

SEC("tc") int packet_pointer_after_a_callback_that_pulls(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data;
    if (data + 14 > (unsigned char *)(long)skb->data_end) return 0;
    bpf_loop(1, moves_packet, skb, 0);
    return data[0];
}

SEC("tc") int packet_pointer_after_a_harmless_callback(struct __sk_buff *skb) {
    unsigned char *data = (void *)(long)skb->data;
    if (data + 14 > (unsigned char *)(long)skb->data_end) return 0;
    bpf_loop(1, nothing, NULL, 0);
    return data[0];
}

static long each_number(void *map, __u32 *key, __u64 *value, struct state *s) {
    s->sum += *value;
    return 0;
}
static long each_until(void *map, __u32 *key, __u64 *value, struct state *s) {
    s->max = *key;
    return *value > 10;
}
static long each_returns_two(void *map, __u32 *key, __u64 *value, void *c) { return 2; }
static long each_writes(void *map, __u32 *key, __u64 *value, void *c) { *value = 0; return 0; }
static long each_writes_key(void *map, __u32 *key, __u64 *value, void *c) { *key = 0; return 0; }
static long each_reads_past(void *map, __u32 *key, __u64 *value, void *c) { value[1] = 0; return 0; }
static long each_deletes(void *map, __u32 *key, __u64 *value, void *c) {
    bpf_map_delete_elem(map, key);
    return 0;
}
static long each_updates(void *map, __u32 *key, __u64 *value, void *c) {
    __u64 v = *value + 1;
    bpf_map_update_elem(map, key, &v, 0);
    return 0;
}
static long each_nests(void *map, __u32 *key, __u64 *value, struct state *s) {
    bpf_for_each_map_elem(&table, each_number, s, 0);
    return 0;
}
static long each_indexes(void *map, __u32 *key, __u64 *value, void *c) {
    return array[*key] & 1;
}
static long each_indexes_checked(void *map, __u32 *key, __u64 *value, void *c) {
    __u32 k = *key;
    if (k < 32) array[k] = 1;
    return 0;
}

SEC("tc") int each_of_an_array(struct __sk_buff *skb) {
    struct state s = {};
    bpf_for_each_map_elem(&numbers, each_number, &s, 0);
    return s.sum;
}
SEC("tc") int each_of_a_table(struct __sk_buff *skb) {
    struct state s = {};
    bpf_for_each_map_elem(&table, each_number, &s, 0);
    return s.sum;
}
SEC("tc") int each_per_cpu(struct __sk_buff *skb) {
    struct state s = {};
    bpf_for_each_map_elem(&per_cpu, each_number, &s, 0);
    return s.sum;
}
SEC("tc") int each_of_a_queue(struct __sk_buff *skb) {
    struct state s = {};
    bpf_for_each_map_elem(&queue, each_number, &s, 0);
    return s.sum;
}
SEC("tc") int each_ends_early(struct __sk_buff *skb) {
    struct state s = {};
    bpf_for_each_map_elem(&table, each_until, &s, 0);
    return s.max;
}
SEC("tc") int each_callback_returns_two(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&table, each_returns_two, NULL, 0);
}
SEC("tc") int each_callback_writes_values(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&numbers, each_writes, NULL, 0);
}
SEC("tc") int each_callback_writes_keys_of_a_table(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&table, each_writes_key, NULL, 0);
}
SEC("tc") int each_callback_writes_keys_of_an_array(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&numbers, each_writes_key, NULL, 0);
}
SEC("tc") int each_callback_writes_past_the_value(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&table, each_reads_past, NULL, 0);
}
SEC("tc") int each_callback_deletes(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&table, each_deletes, NULL, 0);
}
SEC("tc") int each_callback_updates(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&table, each_updates, NULL, 0);
}
SEC("tc") int each_in_each(struct __sk_buff *skb) {
    struct state s = {};
    return bpf_for_each_map_elem(&numbers, each_nests, &s, 0);
}
SEC("tc") int each_callback_indexes_by_key(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&numbers, each_indexes, NULL, 0);
}
SEC("tc") int each_callback_indexes_by_checked_key(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&numbers, each_indexes_checked, NULL, 0);
}
SEC("tc") int each_with_flags(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&numbers, each_writes, NULL, 8);
}
SEC("tc") int each_with_a_loop_callback(struct __sk_buff *skb) {
    return bpf_for_each_map_elem(&numbers, nothing, NULL, 0);
}
SEC("xdp") int each_in_xdp(struct xdp_md *ctx) {
    struct state s = {};
    bpf_for_each_map_elem(&records, each_until, &s, 0);
    return s.max ? XDP_DROP : XDP_PASS;
}

static long drains(struct bpf_dynptr *record, struct state *s) {
    char bytes[8];
    bpf_dynptr_read(bytes, 8, record, 0, 0);
    s->sum += bytes[0];
    return 0;
}
static long drains_in_place(struct bpf_dynptr *record, void *c) {
    __u64 *word = bpf_dynptr_data(record, 0, 8);
    if (word) total += *word;
    return 0;
}
static long drains_unchecked(struct bpf_dynptr *record, void *c) {
    __u64 *word = bpf_dynptr_data(record, 0, 8);
    total += *word;
    return 0;
}
static long drains_too_far(struct bpf_dynptr *record, void *c) {
    __u64 *word = bpf_dynptr_data(record, 0, 8);
    if (word) total += word[1];
    return 0;
}
static long drains_and_writes(struct bpf_dynptr *record, void *c) {
    __u64 *word = bpf_dynptr_data(record, 0, 8);
    if (word) *word = 1;
    return 0;
}
static long drains_and_stops(struct bpf_dynptr *record, void *c) { return 1; }
static long drains_and_returns_two(struct bpf_dynptr *record, void *c) { return 2; }
static long drains_raw(struct bpf_dynptr *record, void *c) { return *(volatile __u64 *)record & 1; }
static long drains_and_submits(struct bpf_dynptr *record, void *c) {
    bpf_ringbuf_submit_dynptr(record, 0);
    return 0;
}

SEC("tc") int user_ring_is_drained(struct __sk_buff *skb) {
    struct state s = {};
    return bpf_user_ringbuf_drain(&from_user, drains, &s, 0);
}
SEC("tc") int user_ring_in_place(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&from_user, drains_in_place, NULL, BPF_RB_NO_WAKEUP);
}
SEC("tc") int user_ring_unchecked(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&from_user, drains_unchecked, NULL, 0);
}
SEC("tc") int user_ring_too_far(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&from_user, drains_too_far, NULL, 0);
}
SEC("tc") int user_ring_record_is_written(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&from_user, drains_and_writes, NULL, 0);
}
SEC("tc") int user_ring_stops(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&from_user, drains_and_stops, NULL, 0);
}
SEC("tc") int user_ring_returns_two(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&from_user, drains_and_returns_two, NULL, 0);
}
SEC("tc") int user_ring_record_is_no_memory(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&from_user, drains_raw, NULL, 0);
}
SEC("tc") int user_ring_record_is_not_submitted(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&from_user, drains_and_submits, NULL, 0);
}
SEC("tc") int kernel_ring_is_not_drained(struct __sk_buff *skb) {
    return bpf_user_ringbuf_drain(&to_user, drains_and_stops, NULL, 0);
}
SEC("tc") int user_ring_is_not_reserved_from(struct __sk_buff *skb) {
    void *r = bpf_ringbuf_reserve(&from_user, 8, 0);
    if (r) bpf_ringbuf_discard(r, 0);
    return 0;
}

struct task_struct;
struct vm_area_struct;
static long sees_vma(struct task_struct *task, struct vm_area_struct *vma, void *c) { return 0; }

SEC("tc") int find_vma_in_tc(struct __sk_buff *skb) {
    return bpf_find_vma((void *)skb, 0, sees_vma, NULL, 0);
}
SEC("raw_tp/sys_enter") int find_vma_of_a_task(void *ctx) {
    struct task_struct *task = bpf_get_current_task_btf();
    return bpf_find_vma(task, 0, sees_vma, NULL, 0);
}
SEC("raw_tp/sys_enter") int find_vma_of_a_plain_task(void *ctx) {
    struct task_struct *task = (void *)bpf_get_current_task();
    return bpf_find_vma(task, 0, sees_vma, NULL, 0);
}
SEC("raw_tp/sys_enter") int find_vma_of_null(void *ctx) {
    return bpf_find_vma(NULL, 0, sees_vma, NULL, 0);
}
