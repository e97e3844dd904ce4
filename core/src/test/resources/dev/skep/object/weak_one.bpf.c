/* One half of weak.o: a weak function that the other half replaces. */
#include "small.h"

volatile u32 count;
u32 own SEC(".data") = 3;

__weak __noinline u32 choose(u32 x)
{
    return x + 1;
}

SEC("tc")
int entry(void *ctx)
{
    count++;
    return choose(own);
}

char _license[] SEC("license") = "GPL";
