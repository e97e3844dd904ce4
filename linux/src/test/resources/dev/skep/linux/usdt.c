// Counts the hits of a probe and keeps its first argument. Built by
//   clang -O2 -g -target bpf -fdebug-compilation-dir=. -c usdt.c -o usdt.o
typedef unsigned int u32;
typedef unsigned long long u64;

static void *(*const map_lookup_elem)(void *map, const void *key) = (void *)1;
static long (*const probe_read_user)(void *to, u32 size, const void *from) = (void *)112;
static long (*const probe_read_kernel)(void *to, u32 size, const void *from) = (void *)113;
static u64 (*const get_attach_cookie)(void *context) = (void *)174;

// Where arguments are: what objects of libbpf have, too.
struct argument {
    u64 value;
    u32 kind;
    short place;
    _Bool is_signed;
    char shift;
};

struct spec {
    struct argument arguments[12];
    u64 cookie;
    short count;
};

struct {
    int (*type)[2];
    int (*max_entries)[16];
    u32 *key;
    struct spec *value;
} __bpf_usdt_specs __attribute__((section(".maps"), used));

u64 hits;
u64 count;
u64 first;

__attribute__((section("usdt"), used)) int observe(void *context) {
    u32 id = get_attach_cookie(context);
    struct spec *spec = map_lookup_elem(&__bpf_usdt_specs, &id);
    if (!spec) {
        return 0;
    }
    struct argument *argument = &spec->arguments[0];
    u64 value = argument->value;
    if (argument->kind != 0) {
        u64 content = 0;
        probe_read_kernel(&content, sizeof(content), (char *)context + argument->place);
        value = content;
        if (argument->kind == 2) {
            probe_read_user(&value, sizeof(value), (void *)(content + argument->value));
        }
    }
    value <<= argument->shift & 63;
    value = argument->is_signed ? (u64)((long long)value >> (argument->shift & 63))
                                : value >> (argument->shift & 63);
    first = value;
    count = spec->count;
    __sync_fetch_and_add(&hits, 1);
    return 0;
}

char terms[] __attribute__((section("license"), used)) = "GPL";
