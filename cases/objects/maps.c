// A program with maps, globals, subprograms in two sections, and a license.
typedef unsigned int u32;
typedef unsigned long long u64;

struct flow {
    u32 source;
    u32 destination;
    unsigned short ports[2];
    unsigned char protocol;
};

struct counters {
    u64 packets;
    u64 bytes;
};

struct {
    int (*type)[1];
    int (*max_entries)[1024];
    int (*map_flags)[1];
    struct flow *key;
    struct counters *value;
    int (*pinning)[1];
} flows __attribute__((section(".maps"), used));

struct inner {
    int (*type)[2];
    int (*max_entries)[4];
    u32 *key;
    u64 *value;
};

struct {
    int (*type)[12];
    int (*max_entries)[2];
    u32 *key;
    struct inner *values[];
} outer __attribute__((section(".maps"), used)) = {.values = {0}};

static void *(*const map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*const trace_printk)(const char *format, u32 size, ...) = (void *)6;

const volatile u32 limit = 100;
u64 seen;
u32 first = 7;
static char greeting[] = "hello";

__attribute__((noinline)) int classify(const struct flow *flow) {
    return flow->protocol == 6 && flow->ports[1] == 80;
}

static __attribute__((noinline)) u64 count(struct flow *flow) {
    struct counters *known = map_lookup_elem(&flows, flow);
    if (!known) {
        return 0;
    }
    __sync_fetch_and_add(&known->packets, 1);
    return known->packets;
}

__attribute__((section("xdp"), used)) int pass_some(void *context) {
    struct flow flow = {.source = 1, .protocol = 6};
    seen++;
    first = seen > 3 ? first + 1 : first;
    if (count(&flow) > limit) {
        trace_printk(greeting, sizeof(greeting));
        return 1;
    }
    return classify(&flow) ? 1 : 2;
}

__attribute__((section("tc"), used)) int look(void *context) {
    struct flow flow = {.source = 2};
    return count(&flow);
}

char terms[] __attribute__((section("license"), used)) = "Dual MIT/GPL";
