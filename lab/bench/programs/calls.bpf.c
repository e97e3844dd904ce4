/* Calls between functions of one program: 100 rounds, each of which calls a function with four
 * arguments that calls another twice. */
#include "bench.h"

#define ROUNDS 100

static noinline u64 spread(u64 x, u32 bits)
{
    x ^= x >> (bits & 63);
    return x * 0x9e3779b97f4a7c15ull;
}

static noinline u64 mix(u64 state, u64 left, u64 right, u32 round)
{
    return spread(state ^ left, 31) + spread(right + round, 29);
}

SEC("socket")
int calls(struct __sk_buff *skb)
{
    u64 state = skb->len;
    u64 other = skb->protocol;
    for (u32 i = 0; i < ROUNDS; i++) {
        u64 mixed = mix(state, other, state + i, i);
        other = state;
        state = mixed;
    }
    return state >> 32;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
