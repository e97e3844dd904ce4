// One CO-RE request of every kind.
#define PRESERVED __attribute__((preserve_access_index))

enum state { IDLE, BUSY = 9 };

struct inner {
    int low : 5;
    int high : 11;
    long number;
} PRESERVED;

struct task {
    int pid;
    struct inner parts[4];
    struct task *parent;
} PRESERVED;

typedef struct task task_alias;

__attribute__((section("raw_tp"), used)) long adapt(struct task *task) {
    long sum = __builtin_preserve_access_index(task->parts[2].number);
    sum += task->parent->pid;
    sum += __builtin_preserve_field_info(task->parts[1].high, 0);
    sum += __builtin_preserve_field_info(task->parts[1].high, 1);
    sum += __builtin_preserve_field_info(task->pid, 2);
    sum += __builtin_preserve_field_info(task->pid, 3);
    sum += __builtin_preserve_field_info(task->parts[1].high, 4);
    sum += __builtin_preserve_field_info(task->parts[1].high, 5);
    sum += __builtin_btf_type_id(*(struct task *)0, 0);
    sum += __builtin_btf_type_id(*(struct task *)0, 1);
    sum += __builtin_preserve_type_info(*(task_alias *)0, 0);
    sum += __builtin_preserve_type_info(*(struct task *)0, 1);
    sum += __builtin_preserve_type_info(*(struct task *)0, 2);
    sum += __builtin_preserve_enum_value(*(enum state *)BUSY, 0);
    sum += __builtin_preserve_enum_value(*(enum state *)BUSY, 1);
    return sum;
}
