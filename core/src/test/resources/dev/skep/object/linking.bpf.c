/* Subprograms of every kind, several programs in a section, and global variables. */
#include "small.h"

struct settings {
    u32 port;
    bool strict;
    char name[8];
    u16 ports[2];
};
enum mode { OFF, COUNT = 5, DROP = 9 };

const volatile struct settings settings = { .port = 80 };
const volatile u32 limit = 7;
const volatile s8 step = -1;
const volatile bool strict = 0;
const volatile enum mode mode = COUNT;
const volatile char greeting[8] = "hi";
volatile u64 seen;
volatile u32 table[4] = { 1, 2, 3, 4 };
static volatile u32 hidden = 5;
volatile u32 special SEC(".data.special") = 42;

static __noinline u32 leaf(u32 x)
{
    return x * 3 + hidden;
}

static __noinline u32 middle(u32 x)
{
    return leaf(x) + leaf(x + 1) + limit;
}

__noinline u32 shared(u32 x)
{
    return middle(x) + table[x & 3];
}

__hidden __noinline u32 concealed(u32 x)
{
    return x ^ hidden;
}

__weak __noinline u32 replaceable(u32 x)
{
    return x + special;
}

static long each(u64 index, void *ctx)
{
    *(u64 *)ctx += leaf(index);
    return 0;
}

__noinline u32 unused(u32 x)
{
    return x;
}

SEC("xdp")
int first(void *ctx)
{
    seen++;
    return shared(limit) & 1;
}

SEC("xdp")
int second(void *ctx)
{
    u64 sum = 0;

    bpf_loop(10, each, &sum, 0);
    return concealed(sum) + replaceable(sum) + settings.port + step + strict + mode + greeting[0];
}

SEC("socket")
int third(void *ctx)
{
    static const char format[] = "third\n";

    bpf_trace_printk(format, sizeof(format));
    return leaf(1);
}

char _license[] SEC("license") = "Dual MIT/GPL";
u32 _version SEC("version") = 0x060c00;
