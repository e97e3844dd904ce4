/* The types that core.bpf.c knows, in the shape that it knows them. */
enum state { STATE_NEW = 1, STATE_OLD = 2, STATE_GONE = 3 };
enum big { BIG_LOW = 1, BIG_HIGH = 0x123456789aULL };

struct address {
    u32 net;
    u32 host;
};
union either {
    u32 number;
    u64 wide;
};
typedef struct {
    u32 counter;
} counter_t;

struct task {
    u64 start;
    s32 pid;
    u32 shrinking;
    u16 growing;
    s16 signed_growing;
    void *pointer;
    struct address where;
    u32 list[4];
    struct address places[3];
    union either either;
    u32 low : 3, middle : 7, high : 12;
    s32 negative : 5;
    enum state state;
    char last;
};

struct gone {
    u32 x;
};
