/* A target whose types are those that core.bpf.c knows. */
#include "small.h"
#include "core_types.h"

struct task task;
struct gone gone;
counter_t counter;
enum big big;

/* What the compiler says about the fields that the program `offsets` of core.bpf.c asks for. */
#define offset(type, field) ((u32)__builtin_offsetof(type, field))
const u32 expected[] = {
    offset(struct task, start),
    offset(struct task, pid),
    offset(struct task, where.host),
    offset(struct task, list[2]),
    offset(struct task, places[1].host),
    offset(struct task, either.wide),
    offset(struct task, state),
    sizeof(struct task) + offset(struct task, pid),
};
