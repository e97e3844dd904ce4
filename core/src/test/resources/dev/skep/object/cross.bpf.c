/* Calls from one section to a program in another. */
#include "small.h"

volatile u32 seen;

static __noinline u32 leaf(u32 x)
{
    return x * seen;
}

SEC("tc")
__noinline int callee(void *ctx)
{
    return leaf(2);
}

SEC("tc/ingress")
int caller(void *ctx)
{
    return callee(ctx);
}

char _license[] SEC("license") = "GPL";
