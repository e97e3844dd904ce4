// Timers in map values, and the functions that they call.
#include "kernel.h"

struct ticking { struct bpf_timer timer; int count; };
struct locked_ticking { struct bpf_timer timer; struct bpf_spin_lock lock; int count; };

ARRAY(clocks, 2, struct ticking);
ARRAY(more_clocks, 2, struct ticking);
HASH(table, 16, int, struct ticking);
ARRAY(locked, 2, struct locked_ticking);
ARRAY(plain, 2, long);
struct {
    __uint(type, BPF_MAP_TYPE_LRU_HASH);
    __uint(max_entries, 16);
    __type(key, int);
    __type(value, struct ticking);
} recent SEC(".maps");

struct ticking in_data SEC(".data.clock");

#define CLOCK_MONOTONIC 1
#define FIND(map)                                               \
    int key = 0;                                                \
    struct ticking *t = bpf_map_lookup_elem(&map, &key);        \
    if (!t) return 0

static int tick(void *map, int *key, struct ticking *t) {
    t->count++;
    return 0;
}

SEC("tc") int started(struct __sk_buff *skb) {
    FIND(clocks);
    bpf_timer_init(&t->timer, &clocks, CLOCK_MONOTONIC);
    bpf_timer_set_callback(&t->timer, tick);
    bpf_timer_start(&t->timer, 1000000, 0);
    return 0;
}

SEC("xdp") int started_in_xdp(struct xdp_md *ctx) {
    FIND(clocks);
    bpf_timer_init(&t->timer, &clocks, CLOCK_MONOTONIC);
    bpf_timer_set_callback(&t->timer, tick);
    bpf_timer_start(&t->timer, 1000000, 0);
    return XDP_PASS;
}

SEC("raw_tp/sys_enter") int started_in_a_tracepoint(void *ctx) {
    FIND(clocks);
    bpf_timer_init(&t->timer, &clocks, CLOCK_MONOTONIC);
    return 0;
}

SEC("socket") int started_in_a_socket_filter(struct __sk_buff *skb) {
    FIND(clocks);
    bpf_timer_start(&t->timer, 10, 0);
    return 0;
}

SEC("tc") int cancelled(struct __sk_buff *skb) {
    FIND(clocks);
    return bpf_timer_cancel(&t->timer);
}

SEC("tc") int in_an_lru_table(struct __sk_buff *skb) {
    FIND(recent);
    bpf_timer_init(&t->timer, &recent, CLOCK_MONOTONIC);
    bpf_timer_set_callback(&t->timer, tick);
    return bpf_timer_start(&t->timer, 0, 0);
}

SEC("tc") int initialised_with_another_map(struct __sk_buff *skb) {
    FIND(clocks);
    bpf_timer_init(&t->timer, &more_clocks, CLOCK_MONOTONIC);
    return 0;
}

SEC("tc") int initialised_with_a_map_without_timers(struct __sk_buff *skb) {
    FIND(clocks);
    bpf_timer_init(&t->timer, &plain, CLOCK_MONOTONIC);
    return 0;
}

SEC("tc") int timer_is_where_none_is(struct __sk_buff *skb) {
    FIND(clocks);
    bpf_timer_cancel((struct bpf_timer *)((void *)t + 4));
    return 0;
}

SEC("tc") int map_has_no_timer(struct __sk_buff *skb) {
    int key = 0;
    long *v = bpf_map_lookup_elem(&plain, &key);
    if (!v) return 0;
    bpf_timer_cancel((struct bpf_timer *)v);
    return 0;
}

SEC("tc") int timer_on_the_stack(struct __sk_buff *skb) {
    struct bpf_timer timer = {};
    bpf_timer_cancel(&timer);
    return 0;
}

SEC("tc") int timer_field_is_read(struct __sk_buff *skb) {
    FIND(clocks);
    return *(volatile long *)&t->timer;
}

SEC("tc") int timer_field_is_written(struct __sk_buff *skb) {
    FIND(table);
    *((volatile char *)t + 15) = 1;
    return 0;
}

SEC("tc") int timer_in_global_data(struct __sk_buff *skb) {
    return bpf_timer_cancel(&in_data.timer);
}

SEC("tc") int timer_while_locked(struct __sk_buff *skb) {
    int key = 0;
    struct locked_ticking *t = bpf_map_lookup_elem(&locked, &key);
    if (!t) return 0;
    bpf_spin_lock(&t->lock);
    bpf_timer_cancel(&t->timer);
    bpf_spin_unlock(&t->lock);
    return 0;
}

SEC("tc") int timer_and_lock_side_by_side(struct __sk_buff *skb) {
    int key = 0;
    struct locked_ticking *t = bpf_map_lookup_elem(&locked, &key);
    if (!t) return 0;
    bpf_timer_start(&t->timer, 5, 0);
    bpf_spin_lock(&t->lock);
    t->count++;
    bpf_spin_unlock(&t->lock);
    return 0;
}

static int restarts_itself(void *map, int *key, struct ticking *t) {
    bpf_timer_set_callback(&t->timer, restarts_itself);
    bpf_timer_start(&t->timer, 1000, 0);
    return 0;
}

SEC("tc") int callback_sets_itself_again(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, restarts_itself);
    return 0;
}

static int pong(void *map, int *key, struct ticking *t);
static int ping(void *map, int *key, struct ticking *t) {
    bpf_timer_set_callback(&t->timer, pong);
    return 0;
}
static int pong(void *map, int *key, struct ticking *t) {
    bpf_timer_set_callback(&t->timer, ping);
    return 0;
}

SEC("tc") int callbacks_set_one_another(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, ping);
    return 0;
}

static int returns_one(void *map, int *key, struct ticking *t) { return 1; }

SEC("tc") int callback_returns_one(struct __sk_buff *skb) {
    FIND(clocks);
    bpf_timer_set_callback(&t->timer, returns_one);
    return 0;
}

static int returns_anything(void *map, int *key, struct ticking *t) { return t->count; }

SEC("tc") int callback_returns_anything(struct __sk_buff *skb) {
    FIND(clocks);
    bpf_timer_set_callback(&t->timer, returns_anything);
    return 0;
}

static int reads_past_value(void *map, int *key, struct ticking *t) {
    ((volatile char *)t)[sizeof *t] = 0;
    return 0;
}

SEC("tc") int callback_writes_past_the_value(struct __sk_buff *skb) {
    FIND(clocks);
    bpf_timer_set_callback(&t->timer, reads_past_value);
    return 0;
}

static int reads_key(void *map, int *key, struct ticking *t) {
    t->count = *key;
    return 0;
}
static int reads_key_past_end(void *map, int *key, struct ticking *t) {
    t->count = key[1];
    return 0;
}
static int writes_key(void *map, int *key, struct ticking *t) {
    *key = 1;
    return 0;
}

SEC("tc") int callback_reads_the_key(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, reads_key);
    return 0;
}

SEC("tc") int callback_reads_past_the_key(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, reads_key_past_end);
    return 0;
}

SEC("tc") int callback_writes_the_key(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, writes_key);
    return 0;
}

static int deletes_its_element(void *map, int *key, struct ticking *t) {
    bpf_map_delete_elem(map, key);
    return 0;
}

SEC("tc") int callback_deletes_its_element(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, deletes_its_element);
    return 0;
}

static int looks_up_in_its_map(void *map, int *key, struct ticking *t) {
    struct ticking *other = bpf_map_lookup_elem(map, key);
    if (other) other->count = 3;
    return 0;
}

SEC("tc") int callback_looks_up_in_its_map(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, looks_up_in_its_map);
    return 0;
}

static int uses_map_as_memory(void *map, int *key, struct ticking *t) {
    t->count = *(volatile int *)map;
    return 0;
}

SEC("tc") int callback_reads_through_the_map(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, uses_map_as_memory);
    return 0;
}

static int takes_fourth(void *map, int *key, struct ticking *t, long extra) {
    t->count = extra;
    return 0;
}

SEC("tc") int callback_wants_a_fourth_argument(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, (void *)takes_fourth);
    return 0;
}

static noinline int arm(struct ticking *t, int later) {
    return bpf_timer_start(&t->timer, later, 0);
}

static int arms_through_a_function(void *map, int *key, struct ticking *t) {
    arm(t, *key);
    return 0;
}

SEC("tc") int callback_calls_a_function(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, arms_through_a_function);
    return arm(t, 5);
}

SEC("tc") int value_without_null_check(struct __sk_buff *skb) {
    int key = skb->len;
    struct ticking *t = bpf_map_lookup_elem(&table, &key);
    bpf_timer_cancel(&t->timer);
    return 0;
}

SEC("tc") int started_without_callback(struct __sk_buff *skb) {
    FIND(clocks);
    bpf_timer_start(&t->timer, 0, 0);
    return 0;
}

static int big_stack(void *map, int *key, struct ticking *t) {
    volatile char room[400];
    room[0] = 1;
    t->count = room[0];
    return 0;
}

SEC("tc") int callback_with_a_stack_of_its_own(struct __sk_buff *skb) {
    volatile char room[400];
    FIND(table);
    room[0] = 1;
    bpf_timer_set_callback(&t->timer, big_stack);
    return room[0];
}

static int never_ends(void *map, int *key, struct ticking *t) {
    while (1) BARRIER;
    return 0;
}

SEC("tc") int callback_never_ends(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, never_ends);
    return 0;
}

SEC("syscall") int in_a_syscall_program(void *ctx) {
    FIND(table);
    bpf_timer_init(&t->timer, &table, CLOCK_MONOTONIC);
    bpf_timer_set_callback(&t->timer, tick);
    return 0;
}

SEC("cgroup/skb") int in_a_cgroup_program(struct __sk_buff *skb) {
    FIND(table);
    bpf_timer_set_callback(&t->timer, tick);
    return 1;
}

SEC("perf_event") int in_a_perf_event(void *ctx) {
    FIND(table);
    return 0;
}
