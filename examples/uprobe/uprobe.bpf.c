/* Tells which names programs look up: the first argument of getaddrinfo(3). */
#include "bpf.h"

#define NAME_LENGTH 64

static u64 (*bpf_get_current_pid_tgid)(void) = (void *)14;
static long (*bpf_get_current_comm)(void *buffer, u32 size) = (void *)16;
static long (*bpf_probe_read_user_str)(void *to, u32 size, const void *from) = (void *)114;

/* The registers of the function that was called, as far as they matter. */
struct pt_regs {
    u64 arm64_x0;
    u64 others[13];
    u64 x86_rdi;
};

const volatile _Bool arm64 = 0;

struct lookup {
    u32 process;
    char by[16];
    char name[NAME_LENGTH];
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 64 * 1024);
} lookups SEC(".maps");

/* Tells the type of the records. */
const struct lookup *lookups_type;

SEC("uprobe")
int observe(struct pt_regs *call)
{
    u64 name = call->x86_rdi;
    asm volatile("" : "+r"(name)); /* or else one load of either, which the verifier refuses */
    if (arm64)
        name = call->arm64_x0;
    struct lookup *lookup = bpf_ringbuf_reserve(&lookups, sizeof(*lookup), 0);
    if (!lookup)
        return 0;
    __builtin_memset(lookup, 0, sizeof(*lookup));
    lookup->process = bpf_get_current_pid_tgid() >> 32;
    bpf_get_current_comm(lookup->by, sizeof(lookup->by));
    bpf_probe_read_user_str(lookup->name, sizeof(lookup->name), (const char *)name);
    bpf_ringbuf_submit(lookup, 0);
    return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
