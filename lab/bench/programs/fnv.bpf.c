/* The FNV-1a hash (32 bits) of a packet's first 1,500 bytes: a load, an exclusive or and a multiply
 * that wait for each other. */
#include "bench.h"

#define LONGEST 1500

SEC("xdp")
int fnv(struct xdp_md *ctx)
{
    u8 *end = (void *)(long)ctx->data_end;
    u8 *at = (void *)(long)ctx->data;
    u32 hash = 2166136261u;
    for (u32 i = 0; i < LONGEST; i++) {
        if (at + 1 > end)
            break;
        hash = (hash ^ *at++) * 16777619u;
    }
    return hash;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
