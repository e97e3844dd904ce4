/* Counts the values of a packet's first 64 bytes in an array map: 64 look-ups and counts a run. */
#include "bench.h"

#define BYTES 64

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 256);
    __type(key, u32);
    __type(value, u64);
} counts SEC(".maps");

SEC("xdp")
int counter(struct xdp_md *ctx)
{
    u8 *end = (void *)(long)ctx->data_end;
    u8 *at = (void *)(long)ctx->data;
    if (at + BYTES > end)
        return XDP_ABORTED;
    for (u32 i = 0; i < BYTES; i++) {
        u32 key = at[i];
        u64 *count = bpf_map_lookup_elem(&counts, &key);
        if (count)
            ++*count;
    }
    return XDP_PASS;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
