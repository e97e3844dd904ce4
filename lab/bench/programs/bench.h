/* What the benchmark programs need beyond the examples' headers. */
#pragma once
#include "net.h"

enum { BPF_MAP_TYPE_PROG_ARRAY = 3 };

#define __array(name, values) typeof(values) *name[]

/* Natively compiled, helper functions are plain C: see ../native/native.h. */
#ifndef NATIVE
static long (*bpf_tail_call)(void *context, void *map, u32 index) = (void *)12;
#define tail_call(context, map, index) bpf_tail_call(context, map, index)
#endif
