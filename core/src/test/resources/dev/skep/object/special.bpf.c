/* Things that few objects have: a structure of functions, and variables in an arena. */
#include "small.h"

struct {
    __uint(type, 33);
    __uint(map_flags, 1024);
    __uint(max_entries, 10);
} arena SEC(".maps");

#define __arena __attribute__((address_space(1)))

u64 __arena total __attribute__((section(".addr_space.1"))) = 0;

struct ops {
    int (*decide)(int x);
};

SEC("struct_ops/decide")
int decide(u64 *ctx)
{
    return ctx[0] > 3;
}

SEC(".struct_ops")
struct ops chooser = { .decide = (void *)decide };

SEC("syscall")
int add(void *ctx)
{
    total += 1;
    return *(u32 *)&arena == 1;
}

char _license[] SEC("license") = "GPL";
