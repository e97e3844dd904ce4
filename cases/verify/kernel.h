// More of what the kernel offers, for the cases that need it.
#pragma once
#include "probe.h"
#include <stddef.h>

#define tag(text) __attribute__((btf_decl_tag(text)))
#define ARG_CTX tag("arg:ctx")
#define ARG_NONNULL tag("arg:nonnull")
#define ARG_NULLABLE tag("arg:nullable")
#define ARG_TRUSTED tag("arg:trusted")
#define KERNEL_TYPE __attribute__((preserve_access_index))

// Nothing is moved over this by the compiler.
#define BARRIER asm volatile("" ::: "memory")

#define ARRAY(name, entries, value_type) map(name, ARRAY, __u32, value_type, entries)
#define HASH(name, entries, key_type, value_type) map(name, HASH, key_type, value_type, entries)
#define RING(name)                                                                                 \
    struct {                                                                                       \
        __uint(type, BPF_MAP_TYPE_RINGBUF);                                                        \
        __uint(max_entries, 4096);                                                                 \
    } name SEC(".maps")

// Numbers from `start` to `end`, without it.
#define FOR_EACH(i, start, end)                                                                    \
    for (struct bpf_iter_num it __attribute__((aligned(8), cleanup(bpf_iter_num_destroy))),        \
         *begun __attribute__((unused)) = (bpf_iter_num_new(&it, (start), (end)), &it);            \
         ({ int *at = bpf_iter_num_next(&it); if (at) i = *at; (void)i; at != NULL; });)

// False after some million rounds of the loop that asks.
#define MAY_GO_ON                                                                                  \
    ({                                                                                             \
        __label__ end, go;                                                                         \
        bool more = true;                                                                          \
        asm volatile goto("may_goto %l[end]" :::: end);                                            \
        goto go;                                                                                   \
    end:                                                                                           \
        more = false;                                                                              \
    go:                                                                                            \
        more;                                                                                      \
    })

kfunc void bpf_throw(__u64 cookie);
kfunc void bpf_rcu_read_lock(void);
kfunc void bpf_rcu_read_unlock(void);
kfunc void bpf_preempt_disable(void);
kfunc void bpf_preempt_enable(void);
