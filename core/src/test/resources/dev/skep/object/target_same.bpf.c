/* A target whose types are those that core.bpf.c knows. */
#include "small.h"
#include "core_types.h"

struct task task;
struct gone gone;
counter_t counter;
enum big big;
