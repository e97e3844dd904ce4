// Probes that run at the start and at the return of a function: they count both, and how often the
// return found what the start had left for it. Kernels before 7.0 ignore the context. Built by
//   clang -O2 -g -target bpf -mcpu=v3 -fdebug-compilation-dir=. -c session.bpf.c -o session.bpf.o
typedef unsigned int u32;
typedef unsigned long long u64;

#define SEC(name) __attribute__((section(name), used))
#define LEFT_AT_START 0x5ce9

struct {
    int (*type)[2];
    u32 *key;
    u64 *value;
    int (*max_entries)[3];
} counts SEC(".maps");

static void *(*map_lookup)(void *map, const void *key) = (void *)1;

extern _Bool bpf_session_is_return(void *ctx) SEC(".ksyms");
extern u64 *bpf_session_cookie(void *ctx) SEC(".ksyms");

static __attribute__((always_inline)) void count(u32 which)
{
    u64 *so_far = map_lookup(&counts, &which);
    if (so_far)
        __sync_fetch_and_add(so_far, 1);
}

static __attribute__((always_inline)) int observe(void *ctx)
{
    u64 *left = bpf_session_cookie(ctx);

    if (bpf_session_is_return(ctx)) {
        count(1);
        if (*left == LEFT_AT_START)
            count(2);
    } else {
        count(0);
        *left = LEFT_AT_START;
    }
    return 0;
}

SEC("?uprobe.session") int of_process(void *ctx)
{
    return observe(ctx);
}

SEC("?kprobe.session/security_bpf") int of_kernel(void *ctx)
{
    return observe(ctx);
}

SEC("license") char terms[] = "GPL";
