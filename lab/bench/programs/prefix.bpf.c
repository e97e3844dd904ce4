/* Longest-prefix look-ups in a table of 1,000 networks: each run takes the next 16 addresses of the
 * array `order`, some of which no network holds. */
#include "bench.h"

#define ADDRESSES 10000
#define PER_RUN 16

struct network {
    u32 prefix_length;
    u32 address; /* network order */
};

struct {
    __uint(type, BPF_MAP_TYPE_LPM_TRIE);
    __uint(max_entries, 1024);
    __uint(map_flags, BPF_F_NO_PREALLOC);
    __type(key, struct network);
    __type(value, u32);
} networks SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, ADDRESSES);
    __type(key, u32);
    __type(value, u32);
} order SEC(".maps");

u32 next;

SEC("xdp")
int prefix(struct xdp_md *ctx)
{
    u32 at = next;
    u32 sum = 0;
    for (u32 i = 0; i < PER_RUN; i++) {
        u32 *address = bpf_map_lookup_elem(&order, &at);
        if (!address)
            return 0;
        struct network key = {.prefix_length = 32, .address = *address};
        u32 *number = bpf_map_lookup_elem(&networks, &key);
        if (number)
            sum += *number;
        at = at + 1 < ADDRESSES ? at + 1 : 0;
    }
    next = at;
    return sum;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
