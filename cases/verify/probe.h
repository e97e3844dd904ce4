// What the probes in this folder share.
#pragma once
#include <stdbool.h>
#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __u64 u64;
typedef __s32 s32;
typedef __s64 s64;

#define noinline __attribute__((noinline))
#define kfunc extern __attribute__((section(".ksyms")))
#define map(name, kind, key_type, value_type, entries)                                             \
    struct {                                                                                       \
        __uint(type, BPF_MAP_TYPE_##kind);                                                         \
        __type(key, key_type);                                                                     \
        __type(value, value_type);                                                                 \
        __uint(max_entries, entries);                                                              \
    } name SEC(".maps")

// The compiler knows nothing of the value behind this.
#define hide(value) asm volatile("" : "+r"(value))

struct bpf_iter_num {
    u64 opaque[1];
};
kfunc int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end);
kfunc int *bpf_iter_num_next(struct bpf_iter_num *it);
kfunc void bpf_iter_num_destroy(struct bpf_iter_num *it);

char LICENSE[] SEC("license") = "GPL";
