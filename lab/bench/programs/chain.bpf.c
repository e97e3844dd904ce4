/* Thirty-two tail calls, one after the other: a pipeline whose stages leave their result in a map. */
#include "bench.h"

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 1);
    __type(key, u32);
    __type(value, u32);
} state SEC(".maps");

#define STAGES(each)                                                          \
    each(0) each(1) each(2) each(3) each(4) each(5) each(6) each(7) each(8)   \
    each(9) each(10) each(11) each(12) each(13) each(14) each(15) each(16)    \
    each(17) each(18) each(19) each(20) each(21) each(22) each(23) each(24)   \
    each(25) each(26) each(27) each(28) each(29) each(30) each(31)

#define DECLARE(n) int stage_##n(struct xdp_md *ctx);
STAGES(DECLARE)

#define SLOT(n) [n] = (void *)&stage_##n,
struct {
    __uint(type, BPF_MAP_TYPE_PROG_ARRAY);
    __uint(max_entries, 32);
    __uint(key_size, sizeof(u32));
    __array(values, int(void *));
} stages SEC(".maps") = {.values = {STAGES(SLOT)}};

/* The last one returns what has become of the state. */
#define STAGE(n)                                                       \
    SEC("xdp")                                                         \
    int stage_##n(struct xdp_md *ctx)                                  \
    {                                                                  \
        u32 zero = 0;                                                  \
        u32 *value = bpf_map_lookup_elem(&state, &zero);               \
        if (!value)                                                    \
            return 0;                                                  \
        *value = *value * 31 + n;                                      \
        if (n == 31)                                                   \
            return *value;                                             \
        tail_call(ctx, &stages, n + 1);                                \
        return 0;                                                      \
    }
STAGES(STAGE)

SEC("xdp")
int chain(struct xdp_md *ctx)
{
    tail_call(ctx, &stages, 0);
    return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
