/* Loops over integers: 1,000 rounds each, every one needs the one before. */
#include "bench.h"

#define ROUNDS 1000

/* A mixing function, as hashes and generators of random numbers have one. */
SEC("socket")
int multiply(struct __sk_buff *skb)
{
    u64 x = skb->len;
    for (u32 i = 0; i < ROUNDS; i++)
        x = (x ^ x >> 27) * 0x9e3779b97f4a7c15ull + i;
    return x >> 32;
}

/* A moving mean, as rate estimators keep one: the divisor is not known at compile time. */
SEC("socket")
int divide(struct __sk_buff *skb)
{
    u64 divisor = skb->len | 1;
    u64 mean = 1 << 20;
    for (u32 i = 0; i < ROUNDS; i++)
        mean = (mean * 7 + (i << 12)) / (divisor + (i & 7));
    return mean;
}

/* Xorshift on 32 bits. */
SEC("socket")
int narrow(struct __sk_buff *skb)
{
    u32 x = skb->len | 1;
    for (u32 i = 0; i < ROUNDS; i++) {
        x ^= x << 13;
        x ^= x >> 17;
        x ^= x << 5;
        x += i;
    }
    return x;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
