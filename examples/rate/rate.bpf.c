/* How many packets come in a second: each one is counted, and a timer takes the count once a second.
 * The first packet starts the timer, which starts itself again from then on. */
#include <bpf.h>
#include "timer.h"

#define SECOND 1000000000ull

struct meter {
    u64 packets;     /* in the second that runs */
    u64 last_second; /* in the one before */
    u64 seconds;     /* that the timer has seen */
    struct bpf_timer timer;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, struct meter);
} meters SEC(".maps");

static int every_second(void *map, u32 *key, struct meter *meter)
{
    meter->last_second = __sync_lock_test_and_set(&meter->packets, 0);
    meter->seconds++;
    bpf_timer_start(&meter->timer, SECOND, 0);
    return 0;
}

SEC("xdp")
int rate(struct xdp_md *ctx)
{
    u32 first = 0;
    struct meter *meter = bpf_map_lookup_elem(&meters, &first);
    if (!meter)
        return XDP_ABORTED;
    if (bpf_timer_init(&meter->timer, &meters, CLOCK_MONOTONIC) == 0) {
        bpf_timer_set_callback(&meter->timer, every_second);
        bpf_timer_start(&meter->timer, SECOND, 0);
    }
    __sync_fetch_and_add(&meter->packets, 1);
    return XDP_PASS;
}

char LICENSE[] SEC("license") = "GPL";
