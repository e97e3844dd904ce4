/* BTF maps, in every way to declare them. */
#include "small.h"

struct key {
    u32 address;
    u16 port;
    u16 pad;
};
struct flow {
    u64 packets;
    u64 bytes;
};

struct {
    __uint(type, 1);
    __uint(max_entries, 1024);
    __type(key, struct key);
    __type(value, struct flow);
    __uint(map_flags, 1);
    __uint(pinning, 1);
} flows SEC(".maps");

struct {
    __uint(type, 2);
    __uint(key_size, 4);
    __uint(value_size, 24);
    __uint(max_entries, 16);
} plain SEC(".maps");

struct {
    __uint(type, 27);
    __uint(max_entries, 4096);
} events SEC(".maps");

struct {
    __uint(type, 30);
    __uint(max_entries, 100);
    __type(value, u32);
    __ulong(map_extra, 3);
} bloom SEC(".maps");

struct inner {
    __uint(type, 2);
    __uint(max_entries, 8);
    __type(key, u32);
    __type(value, u64);
} inner_a SEC(".maps"), inner_b SEC(".maps");

struct {
    __uint(type, 12);
    __uint(max_entries, 4);
    __type(key, u32);
    __array(values, struct inner);
} outer SEC(".maps") = {
    .values = { [0] = &inner_a, [3] = &inner_b },
};

struct {
    __uint(type, 13);
    __uint(max_entries, 10);
    __type(key, u32);
    __array(values, struct {
        __uint(type, 1);
        __uint(max_entries, 2);
        __type(key, int);
        __type(value, int);
    });
} dynamic SEC(".maps");

int target(void *ctx);
int other(void *ctx);

struct {
    __uint(type, 3);
    __uint(max_entries, 8);
    __uint(key_size, 4);
    __array(values, int(void *));
} jumps SEC(".maps") = {
    .values = { [1] = (void *)&target, [5] = (void *)&other },
};

static struct {
    __uint(type, 6);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, u64);
} counters SEC(".maps");

SEC("tc")
int target(void *ctx)
{
    return 1;
}

SEC("tc")
int other(void *ctx)
{
    return 2;
}

SEC("tc")
int entry(void *ctx)
{
    struct key key = {};
    u32 index = 0;
    u64 *count = bpf_map_lookup_elem(&counters, &index);

    if (count)
        *count += 1;
    if (bpf_map_lookup_elem(&flows, &key))
        return 0;
    bpf_tail_call(ctx, &jumps, 1);
    return bpf_map_lookup_elem(&plain, &index) != 0;
}

char _license[] SEC("license") = "GPL";
