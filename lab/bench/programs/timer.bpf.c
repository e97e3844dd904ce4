/* A timer that starts itself again at once until it has expired often enough, and one that is started
 * and cancelled. Measured by lab/bench/timers. */
#include <bpf.h>
#include <timer.h>

struct entry {
    struct bpf_timer timer;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 2);
    __type(key, u32);
    __type(value, struct entry);
} entries SEC(".maps");

volatile u64 left; /* how often the timer has to expire yet */

static int expire(void *map, u32 *key, struct entry *e)
{
    if (--left)
        bpf_timer_start(&e->timer, 0, 0);
    return 0;
}

static struct entry *entry(u32 index)
{
    struct entry *e = bpf_map_lookup_elem(&entries, &index);
    if (e && bpf_timer_init(&e->timer, &entries, CLOCK_MONOTONIC) == 0)
        bpf_timer_set_callback(&e->timer, expire);
    return e;
}

/* Returns at once; `left` becomes 0 in the end. */
SEC("tc")
int expiries(struct __sk_buff *skb)
{
    struct entry *e = entry(0);
    return e ? bpf_timer_start(&e->timer, 0, 0) : 1;
}

SEC("tc")
int start_and_cancel(struct __sk_buff *skb)
{
    struct entry *e = entry(1);
    if (!e)
        return 1;
    bpf_timer_set_callback(&e->timer, expire);
    bpf_timer_start(&e->timer, 1ull << 60, 0);
    return bpf_timer_cancel(&e->timer) == 1 ? 0 : 2;
}

char LICENSE[] SEC("license") = "GPL";
