/* The other half of weak.o: what weak_one.bpf.c gets instead of its own function. */
#include "small.h"

extern volatile u32 count;
u32 spare SEC(".data") = 3;

static __noinline u32 helper(u32 x)
{
    return x * count;
}

__noinline u32 choose(u32 x)
{
    return helper(x) + spare;
}

char _license[] SEC("license") = "GPL";
