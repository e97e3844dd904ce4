/* A target with two types of one name, flavours aside, that contradict each other. */
#include "small.h"

struct task {
    s32 pid;
};
struct task___second {
    u64 start;
    s32 pid;
};

struct task task;
struct task___second second;
