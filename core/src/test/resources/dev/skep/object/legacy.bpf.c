/* Objects as the loaders before libbpf 1.0 took them: struct bpf_map_def, sections of many names. */
#include "small.h"

struct bpf_map_def {
    u32 type;
    u32 key_size;
    u32 value_size;
    u32 max_entries;
    u32 map_flags;
    u32 inner_map_idx;
    u32 numa_node;
};

struct bpf_map_def SEC("maps") perf_map = { 4, 4, 4, 0 };
struct bpf_map_def SEC("maps") tail_map = { 3, 4, 4, 65 };
struct bpf_map_def SEC("maps") start = { 1, 4, 8, 10240 };
struct ____btf_map_start {
    u32 key;
    u64 value;
};
struct ____btf_map_start __attribute__((section(".maps.start"), used)) ____btf_map_start = {};

SEC("raw_tracepoint/filler/sys_open_x")
int filler(void *ctx)
{
    u32 key = 1;

    return bpf_map_lookup_elem(&start, &key) != 0;
}

SEC("raw_tracepoint/sys_enter")
int enter(void *ctx)
{
    bpf_tail_call(ctx, &tail_map, 1);
    return 0;
}

SEC("kprobe/tcp_v4_connect")
int probe(void *ctx)
{
    return 0;
}

SEC("kretprobe/tcp_v4_connect")
int probe_return(void *ctx)
{
    return 0;
}

SEC("from-container")
int from_container(void *ctx)
{
    return 0;
}

SEC("xdp-balancer")
int balancer(void *ctx)
{
    return 0;
}

char _license[] SEC("license") = "GPL";
