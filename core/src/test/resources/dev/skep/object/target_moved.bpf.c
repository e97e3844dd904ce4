/* A target whose types have changed: fields moved, grew, shrank, went into anonymous structures. */
#include "small.h"

enum state { STATE_NEW = 10, STATE_OLD = 20 };
enum big { BIG_LOW = 1, BIG_HIGH = 0x7777777777ULL };

struct address {
    u64 more;
    u32 host;
    u32 net;
};
union either {
    u64 wide;
    u32 number;
};
typedef struct {
    u64 counter;
    u64 more;
} counter_t;

struct task {
    u32 before;
    u32 low : 5, middle : 9, high : 16;
    s32 negative : 9;
    struct {
        u64 start;
        union {
            s32 pid;
            u32 unsigned_pid;
        };
    };
    s32 tgid;
    u16 shrinking;
    u64 growing;
    s32 signed_growing;
    void *pointer;
    u32 list[8];
    struct address where;
    struct address places[3];
    union either either;
    enum state state;
    char last;
};

struct task task;
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
