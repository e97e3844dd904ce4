// Every kind of type that BTF knows, laid out in every way that C knows.
typedef unsigned char u8;
typedef unsigned int u32;
typedef unsigned long long u64;

struct unknown;
union unknown_union;

enum color { RED, GREEN = 5, BLUE };
enum sign { MINUS = -1, ZERO, PLUS };
enum wide { SMALL = 1, HUGE = 0x123456789abcULL };
enum __attribute__((packed)) tiny { ONE = 1, TWO };

typedef int (*operation)(struct unknown *self, const char *name, ...);
typedef struct {
    int x, y;
} point;

struct bits {
    u32 a : 3;
    u32 b : 7;
    u32 : 4;
    int c : 5;
    u64 d : 40;
    _Bool flag : 1;
    enum color color : 4;
    u8 tail;
};

struct __attribute__((packed)) squeezed {
    u8 kind;
    u64 value;
    u32 low : 4, high : 28;
    struct bits inner;
};

struct aligned {
    u8 first;
    u64 far __attribute__((aligned(64)));
    u8 last;
};

union number {
    u64 whole;
    float real;
    double precise;
    struct {
        u32 low, high;
    };
    u8 raw[8] __attribute__((aligned(16)));
};

struct node {
    struct node *next;
    struct unknown *owner;
    union unknown_union *other;
    char name[16];
    u8 address[6];
    operation run, runs[3];
    int (*(*table)[4])(void);
    const volatile int *const *restrict pointers;
    point where[2][3];
    enum sign sign;
    enum wide wide;
    enum tiny tiny;
    _Bool yes;
    signed char letter;
    __int128 large;
    union number number;
    union {
        int as_int;
        struct {
            short left;
            enum { UP, DOWN } way;
        } as_pair;
    };
    struct bits bits;
    struct squeezed squeezed;
    struct aligned aligned;
    u32 rest[];
};

#ifdef __clang__
struct tagged {
    int __attribute__((btf_type_tag("user"))) * buffer;
    int field __attribute__((btf_decl_tag("inner")));
} __attribute__((btf_decl_tag("outer")));
struct tagged tagged;
#endif

struct node nodes[2];
static volatile u32 hidden = 3;
const point origin = {0, 0};
extern struct unknown elsewhere __attribute__((weak));

__attribute__((section("socket"), used)) int use(struct node *node) {
    hidden++;
    return nodes[1].wide + origin.x + node->bits.b + (&elsewhere != 0);
}
