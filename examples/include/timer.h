/* Timers and loops with callbacks: what programs that live by themselves are made of. */
#pragma once

#include "bpf.h"

#define tag(text) __attribute__((btf_decl_tag(text)))

#define CLOCK_MONOTONIC 1

struct bpf_timer {
    u64 opaque[2];
} __attribute__((aligned(8)));

static long (*bpf_timer_init)(struct bpf_timer *timer, void *map, u64 flags) = (void *)169;
static long (*bpf_timer_set_callback)(struct bpf_timer *timer, void *callback) = (void *)170;
static long (*bpf_timer_start)(struct bpf_timer *timer, u64 nanoseconds, u64 flags) = (void *)171;
static long (*bpf_timer_cancel)(struct bpf_timer *timer) = (void *)172;
