// Timers in the values of three types of maps: one program for each thing to do with one. What to
// do it with stands in `request`; the program returns what the helper did.
//
//     clang-19 -O2 -g -target bpf -mcpu=v3 -Iexamples/include -c FILE.bpf.c -o FILE.bpf.o
#include <bpf.h>
#include <timer.h>

static long (*bpf_map_delete_elem)(void *map, const void *key) = (void *)3;
static u32 (*bpf_get_smp_processor_id)(void) = (void *)8;

struct request {
    u64 key;
    u64 flags;
    u64 nanos;
    u64 callback;
    u64 other;
};

struct entry {
    u64 hits;
    struct bpf_timer timer;
    u64 period;
    u64 stop;
    u64 other;
    u64 result;
    u64 when;
};

struct event {
    u64 key;
    u64 hits;
};

#define map(name, kind, value_type, entries)                                                       \
    struct {                                                                                       \
        __uint(type, BPF_MAP_TYPE_##kind);                                                         \
        __type(key, u32);                                                                          \
        __type(value, value_type);                                                                 \
        __uint(max_entries, entries);                                                              \
    } name SEC(".maps")

map(request, ARRAY, struct request, 1);
map(hash, HASH, struct entry, 8);
map(array, ARRAY, struct entry, 4);
map(lru, LRU_HASH, struct entry, 4);
map(removed, ARRAY, u64, 16);

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

static struct request *asked(void)
{
    u32 zero = 0;
    return bpf_map_lookup_elem(&request, &zero);
}

// Callbacks. Each counts, and notes the time.

static int add(u32 index, u64 *sum)
{
    *sum += index;
    return 0;
}

#define callbacks(table)                                                                           \
    static int count_##table(void *map, u32 *key, struct entry *e)                                 \
    {                                                                                              \
        e->hits++;                                                                                 \
        e->when = bpf_ktime_get_ns();                                                              \
        return 0;                                                                                  \
    }                                                                                              \
    static int rearm_##table(void *map, u32 *key, struct entry *e)                                 \
    {                                                                                              \
        e->hits++;                                                                                 \
        e->when = bpf_ktime_get_ns();                                                              \
        if (e->hits < e->stop)                                                                     \
            e->result = bpf_timer_start(&e->timer, e->period, 0);                                  \
        return 0;                                                                                  \
    }                                                                                              \
    static int remove_##table(void *map, u32 *key, struct entry *e)                                \
    {                                                                                              \
        u32 slot = *key & 15;                                                                      \
        u64 *seen = bpf_map_lookup_elem(&removed, &slot);                                              \
        long removed = bpf_map_delete_elem(&table, key);                                           \
        if (seen)                                                                                  \
            *seen = 100 + removed;                                                                 \
        return 0;                                                                                  \
    }                                                                                              \
    static int cancel_##table(void *map, u32 *key, struct entry *e)                                \
    {                                                                                              \
        e->hits++;                                                                                 \
        e->result = bpf_timer_cancel(&e->timer);                                                   \
        return 0;                                                                                  \
    }                                                                                              \
    static int other_##table(void *map, u32 *key, struct entry *e)                                 \
    {                                                                                              \
        u32 k = e->other;                                                                          \
        struct entry *o = bpf_map_lookup_elem(&table, &k);                                         \
        e->hits++;                                                                                 \
        if (o)                                                                                     \
            e->result = bpf_timer_cancel(&o->timer);                                               \
        return 0;                                                                                  \
    }                                                                                              \
    static int tell_##table(void *map, u32 *key, struct entry *e)                                  \
    {                                                                                              \
        struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);                     \
        u64 sum = 0;                                                                               \
        if (!event)                                                                                \
            return 0;                                                                              \
        bpf_loop(10, add, &sum, 0);                                                                \
        event->key = *key;                                                                         \
        event->hits = sum;                                                                         \
        bpf_ringbuf_submit(event, 0);                                                              \
        return 0;                                                                                  \
    }                                                                                              \
    static int update_##table(void *map, u32 *key, struct entry *e)                                \
    {                                                                                              \
        struct entry fresh = {};                                                                   \
        e->hits++;                                                                                 \
        fresh.hits = 100 + e->hits;                                                                \
        bpf_timer_start(&e->timer, 0, 0);                                                          \
        bpf_map_update_elem(&table, key, &fresh, 0);                                               \
        return 0;                                                                                  \
    }                                                                                              \
    static int processor_##table(void *map, u32 *key, struct entry *e)                             \
    {                                                                                              \
        e->hits++;                                                                                 \
        e->result = bpf_get_smp_processor_id();                                                    \
        return 0;                                                                                  \
    }

#define programs(table)                                                                            \
    callbacks(table) static struct entry *found_##table(struct request *r)                         \
    {                                                                                              \
        u32 key = r->key;                                                                          \
        return bpf_map_lookup_elem(&table, &key);                                                  \
    }                                                                                              \
    SEC("tc") int init_##table(struct __sk_buff *skb)                                              \
    {                                                                                              \
        struct request *r = asked();                                                               \
        struct entry *e = r ? found_##table(r) : 0;                                                \
        return e ? bpf_timer_init(&e->timer, &table, r->flags) : 1000;                             \
    }                                                                                              \
    SEC("tc") int set_##table(struct __sk_buff *skb)                                               \
    {                                                                                              \
        struct request *r = asked();                                                               \
        struct entry *e = r ? found_##table(r) : 0;                                                \
        if (!e)                                                                                    \
            return 1000;                                                                           \
        switch (r->callback) {                                                                     \
        case 0:                                                                                    \
            return bpf_timer_set_callback(&e->timer, count_##table);                               \
        case 1:                                                                                    \
            return bpf_timer_set_callback(&e->timer, rearm_##table);                               \
        case 2:                                                                                    \
            return bpf_timer_set_callback(&e->timer, remove_##table);                              \
        case 3:                                                                                    \
            return bpf_timer_set_callback(&e->timer, cancel_##table);                              \
        case 4:                                                                                    \
            return bpf_timer_set_callback(&e->timer, other_##table);                               \
        case 5:                                                                                    \
            return bpf_timer_set_callback(&e->timer, tell_##table);                                \
        case 6:                                                                                    \
            return bpf_timer_set_callback(&e->timer, update_##table);                              \
        case 7:                                                                                    \
            return bpf_timer_set_callback(&e->timer, processor_##table);                           \
        }                                                                                          \
        return 1001;                                                                               \
    }                                                                                              \
    SEC("tc") int start_##table(struct __sk_buff *skb)                                             \
    {                                                                                              \
        struct request *r = asked();                                                               \
        struct entry *e = r ? found_##table(r) : 0;                                                \
        u64 now = r && r->other == 1 ? bpf_ktime_get_ns() : 0;                                     \
        return e ? bpf_timer_start(&e->timer, now + r->nanos, r->flags) : 1000;                    \
    }                                                                                              \
    SEC("tc") int cancel_it_##table(struct __sk_buff *skb)                                         \
    {                                                                                              \
        struct request *r = asked();                                                               \
        struct entry *e = r ? found_##table(r) : 0;                                                \
        return e ? bpf_timer_cancel(&e->timer) : 1000;                                             \
    }                                                                                              \
    SEC("tc") int update_it_##table(struct __sk_buff *skb)                                         \
    {                                                                                              \
        struct request *r = asked();                                                               \
        struct entry fresh = {};                                                                   \
        u32 key;                                                                                   \
        if (!r)                                                                                    \
            return 1000;                                                                           \
        key = r->key;                                                                              \
        fresh.hits = 1000;                                                                         \
        return bpf_map_update_elem(&table, &key, &fresh, r->flags);                                \
    }

programs(hash) programs(array) programs(lru)

// A timer beside a lock: updates may be made under it, in place.

struct bpf_spin_lock {
    u32 held;
};

struct locked {
    u64 hits;
    struct bpf_timer timer;
    struct bpf_spin_lock lock;
    u32 unused;
};

map(locked_array, ARRAY, struct locked, 1);
map(locked_hash, HASH, struct locked, 1);

static int nothing(void *map, u32 *key, struct locked *e)
{
    return 0;
}

#define locked_programs(table)                                                                     \
    SEC("tc") int arm_##table(struct __sk_buff *skb)                                               \
    {                                                                                              \
        u32 zero = 0;                                                                              \
        struct locked *e = bpf_map_lookup_elem(&table, &zero);                                     \
        if (!e)                                                                                    \
            return 1000;                                                                           \
        bpf_timer_init(&e->timer, &table, CLOCK_MONOTONIC);                                        \
        bpf_timer_set_callback(&e->timer, nothing);                                                \
        return bpf_timer_start(&e->timer, 1ull << 60, 0);                                          \
    }                                                                                              \
    SEC("tc") int cancel_##table(struct __sk_buff *skb)                                            \
    {                                                                                              \
        u32 zero = 0;                                                                              \
        struct locked *e = bpf_map_lookup_elem(&table, &zero);                                     \
        return e ? bpf_timer_cancel(&e->timer) : 1000;                                             \
    }

locked_programs(locked_array) locked_programs(locked_hash)

char LICENSE[] SEC("license") = "GPL";
