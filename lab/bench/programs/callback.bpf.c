/* bpf_loop with a callback that works on its caller's stack: 1,000 rounds. */
#include "bench.h"

#define ROUNDS 1000

struct sum {
    u64 total;
    u64 weighted;
};

static long add(u32 index, struct sum *sum)
{
    sum->total += index ^ sum->weighted;
    sum->weighted = sum->weighted * 31 + sum->total;
    return 0;
}

SEC("tc")
int callback(struct __sk_buff *skb)
{
    struct sum sum = {.total = skb->len, .weighted = 1};
    bpf_loop(ROUNDS, add, &sum, 0);
    return sum.weighted >> 32;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
