/* What GCC makes of subprograms, legacy maps and globals. */
#include "small.h"

struct bpf_map_def {
    u32 type, key_size, value_size, max_entries, map_flags;
};
struct bpf_map_def SEC("maps") counters = { 2, 4, 8, 16, 0 };

static volatile u32 hidden = 5;
volatile u32 seen;

static __noinline u32 other(u32 x)
{
    return x + hidden;
}

static __noinline u32 half(u32 x)
{
    return x / 2 + other(x);
}

__noinline u32 twice(u32 x)
{
    return x * 2 + half(x);
}

SEC("xdp")
int entry(void *ctx)
{
    u32 key = 3;
    u64 *count = bpf_map_lookup_elem(&counters, &key);

    if (count)
        *count += 1;
    seen++;
    return twice(seen) + half(3) + other(4);
}

char _license[] SEC("license") = "GPL";
