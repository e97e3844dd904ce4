/* CO-RE relocations of every kind. */
#include "small.h"
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
#include "core_types.h"

/* Another idea of the same type. */
struct task___other {
    s32 tgid;
};
#pragma clang attribute pop

#define field(kind, expression) __builtin_preserve_field_info(expression, kind)
#define type_exists(type) __builtin_preserve_type_info(*(typeof(type) *)0, 0)
#define type_size(type) __builtin_preserve_type_info(*(typeof(type) *)0, 1)
#define type_matches(type) __builtin_preserve_type_info(*(typeof(type) *)0, 2)
#define type_local(type) __builtin_btf_type_id(*(typeof(type) *)0, 0)
#define type_target(type) __builtin_btf_type_id(*(typeof(type) *)0, 1)
#define enum_value(type, name) __builtin_preserve_enum_value(*(typeof(type) *)name, 1)
#define enum_exists(type, name) __builtin_preserve_enum_value(*(typeof(type) *)name, 0)

u64 out[64];

SEC("raw_tp")
int offsets(struct task *task)
{
    out[0] = field(0, task->start);
    out[1] = field(0, task->pid);
    out[2] = field(0, task->where.host);
    out[3] = field(0, task->list[2]);
    out[4] = field(0, task->places[1].host);
    out[5] = field(0, task->either.wide);
    out[6] = field(0, task->state);
    out[7] = field(0, task[1].pid);
    return 0;
}

SEC("raw_tp")
int fields(struct task *task)
{
    out[0] = field(1, task->growing);
    out[1] = field(1, task->places);
    out[2] = field(2, task->pid);
    out[3] = field(2, ((struct task___other *)task)->tgid);
    out[4] = field(3, task->pid);
    out[5] = field(3, task->start);
    out[6] = field(0, task->middle);
    out[7] = field(1, task->middle);
    out[8] = field(4, task->middle);
    out[9] = field(5, task->middle);
    out[10] = field(3, task->negative);
    out[11] = field(4, task->high);
    out[12] = field(5, task->high);
    return 0;
}

SEC("raw_tp")
int types(void *ctx)
{
    out[0] = type_exists(struct task);
    out[1] = type_exists(struct gone);
    out[2] = type_size(struct task);
    out[3] = type_size(counter_t);
    out[4] = type_local(struct task);
    out[5] = type_target(struct task);
    out[6] = type_matches(struct address);
    out[7] = type_matches(struct task);
    out[8] = type_size(enum state);
    return 0;
}

SEC("raw_tp")
int enumerators(void *ctx)
{
    out[0] = enum_exists(enum state, STATE_OLD);
    out[1] = enum_value(enum state, STATE_OLD);
    out[2] = enum_exists(enum state, STATE_GONE);
    out[3] = enum_value(enum big, BIG_HIGH);
    return 0;
}

SEC("raw_tp")
int accesses(struct task *task)
{
    out[0] = task->shrinking;
    out[1] = task->growing;
    out[2] = task->list[3];
    task->pid = 7;
    task->start = out[3];
    return 0;
}

SEC("raw_tp")
int wrong_size(struct task *task)
{
    return task->signed_growing;
}

SEC("raw_tp")
int missing(struct gone *gone)
{
    if (field(2, gone->x))
        return gone->x;
    return 0;
}

char _license[] SEC("license") = "GPL";
