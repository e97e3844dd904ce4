/* An object for tc as iproute2 loads it: struct bpf_elf_map, tail calls by section name. */
#include "small.h"

struct bpf_elf_map {
    u32 type;
    u32 size_key;
    u32 size_value;
    u32 max_elem;
    u32 flags;
    u32 id;
    u32 pinning;
    u32 inner_id;
    u32 inner_idx;
};

struct bpf_elf_map SEC("maps") calls = {
    .type = 3, .size_key = 4, .size_value = 4, .max_elem = 4, .id = 2, .pinning = 1,
};
struct bpf_elf_map SEC("maps") inner = {
    .type = 2, .size_key = 4, .size_value = 8, .max_elem = 1, .id = 7, .inner_idx = 3,
};
struct bpf_elf_map SEC("maps") outer = {
    .type = 12, .size_key = 4, .size_value = 4, .max_elem = 8, .inner_id = 7, .pinning = 2,
};

SEC("2/0")
int handle_ipv4(void *ctx)
{
    return 1;
}

SEC("2/1")
int handle_ipv6(void *ctx)
{
    u32 key = 3;

    return bpf_map_lookup_elem(&outer, &key) != 0;
}

SEC("classifier")
int entry(void *ctx)
{
    bpf_tail_call(ctx, &calls, 0);
    return 0;
}

char _license[] SEC("license") = "GPL";
