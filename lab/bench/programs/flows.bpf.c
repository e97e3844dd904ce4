/* A table of 10,000 flows. Each run takes the next 16 of them, in the order of the array `order`,
 * and looks them up to count (or writes them anew). */
#include "bench.h"

#define FLOWS 10000
#define PER_RUN 16

struct flow {
    u32 source;
    u32 destination;
    u16 source_port;
    u16 destination_port;
    u32 protocol;
};

struct traffic {
    u64 packets;
    u64 bytes;
};

struct {
    __uint(type, BPF_MAP_TYPE_HASH);
    __uint(max_entries, 16384);
    __type(key, struct flow);
    __type(value, struct traffic);
} flows SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, FLOWS);
    __type(key, u32);
    __type(value, struct flow);
} order SEC(".maps");

u32 next;

SEC("xdp")
int flow_lookup(struct xdp_md *ctx)
{
    u32 length = ctx->data_end - ctx->data;
    u32 at = next;
    u32 found = 0;
    for (u32 i = 0; i < PER_RUN; i++) {
        struct flow *flow = bpf_map_lookup_elem(&order, &at);
        if (!flow)
            return 0;
        struct traffic *traffic = bpf_map_lookup_elem(&flows, flow);
        if (traffic) {
            traffic->packets++;
            traffic->bytes += length;
            found++;
        }
        at = at + 1 < FLOWS ? at + 1 : 0;
    }
    next = at;
    return found;
}

SEC("xdp")
int flow_update(struct xdp_md *ctx)
{
    u32 length = ctx->data_end - ctx->data;
    u32 at = next;
    u32 stored = 0;
    for (u32 i = 0; i < PER_RUN; i++) {
        struct flow *flow = bpf_map_lookup_elem(&order, &at);
        if (!flow)
            return 0;
        struct traffic traffic = {.packets = at, .bytes = length};
        stored += bpf_map_update_elem(&flows, flow, &traffic, BPF_ANY) == 0;
        at = at + 1 < FLOWS ? at + 1 : 0;
    }
    next = at;
    return stored;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
