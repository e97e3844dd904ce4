/* CO-RE relocations of types of the Linux kernel, to be compared with what libbpf makes of them. */
#include "small.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
struct list_head {
    struct list_head *next;
};
struct mm_struct {
    u64 start_code;
};
struct task_struct {
    int pid;
    int tgid;
    char comm[16];
    struct mm_struct *mm;
    struct list_head tasks;
    u32 in_execve : 1;
    u64 no_such_field;
};
struct sk_buff {
    u32 len;
    u16 vlan_tci;
    u32 mark;
    u8 pkt_type : 3;
};
struct no_such_struct {
    u32 x;
};
#pragma clang attribute pop

enum bpf_map_type { BPF_MAP_TYPE_RINGBUF = 1000, BPF_MAP_TYPE_NONE = 3 };
typedef struct {
    int counter;
} atomic_t;

#define field(kind, expression) __builtin_preserve_field_info(expression, kind)
#define type_info(kind, type) __builtin_preserve_type_info(*(typeof(type) *)0, kind)
#define enum_value(kind, type, name) __builtin_preserve_enum_value(*(typeof(type) *)name, kind)

u64 out[64];

SEC("raw_tp/sys_enter")
int probe(void *ctx)
{
    struct task_struct *task = ctx;
    struct sk_buff *packet = ctx;

    out[0] = field(0, task->pid);
    out[1] = field(0, task->comm[3]);
    out[2] = field(0, task->mm);
    out[3] = field(2, task->no_such_field);
    out[4] = field(0, task->tasks.next);
    out[5] = field(0, task->in_execve);
    out[6] = field(4, task->in_execve);
    out[7] = field(5, task->in_execve);
    out[8] = field(1, task->in_execve);
    out[9] = field(3, task->pid);
    out[10] = field(0, packet->mark);
    out[11] = field(0, packet->vlan_tci);
    out[12] = field(0, packet->pkt_type);
    out[13] = field(1, packet->pkt_type);
    out[14] = field(4, packet->pkt_type);
    out[15] = field(5, packet->pkt_type);
    out[16] = enum_value(1, enum bpf_map_type, BPF_MAP_TYPE_RINGBUF);
    out[17] = enum_value(0, enum bpf_map_type, BPF_MAP_TYPE_NONE);
    out[18] = type_info(1, struct task_struct);
    out[19] = type_info(1, atomic_t);
    out[20] = type_info(0, struct no_such_struct);
    out[21] = type_info(2, struct list_head);
    out[22] = type_info(2, struct sk_buff);
    out[23] = __builtin_btf_type_id(*(struct task_struct *)0, 1);
    return 0;
}

char _license[] SEC("license") = "GPL";
