/* What programs and Java share: user ring buffers, ring and perf buffers, globals, arrays in memory.
   clang-19 -O2 -g -target bpf -mcpu=v3 -Wall -I../../../../../../../../examples/include
       -fdebug-compilation-dir=. -c shared.bpf.c -o shared.bpf.o */
#include "bpf.h"

#define BPF_MAP_TYPE_PERF_EVENT_ARRAY 4
#define BPF_MAP_TYPE_USER_RINGBUF 31
#define BPF_F_MMAPABLE 1024
#define BPF_F_CURRENT_CPU 0xffffffffULL

struct bpf_dynptr {
    u64 opaque[2];
} __attribute__((aligned(8)));

static long (*bpf_perf_event_output)(void *context, void *map, u64 flags, void *data, u64 size) = (void *)25;
static long (*bpf_dynptr_read)(void *to, u32 length, const struct bpf_dynptr *from, u32 offset, u64 flags) = (void *)201;
static long (*bpf_dynptr_write)(const struct bpf_dynptr *to, u32 offset, void *from, u32 length, u64 flags) = (void *)202;
static void *(*bpf_dynptr_data)(const struct bpf_dynptr *from, u32 offset, u32 length) = (void *)203;
static long (*bpf_user_ringbuf_drain)(void *map, void *callback, void *context, u64 flags) = (void *)209;

struct {
    __uint(type, BPF_MAP_TYPE_USER_RINGBUF);
    __uint(max_entries, 4096);
} commands SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 4096);
} events SEC(".maps");

struct {
    __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
    __uint(key_size, 4);
    __uint(value_size, 4);
    __uint(max_entries, 64);
} samples SEC(".maps");

struct cell {
    u32 count;
    u16 kind;
};

struct {
    __uint(type, BPF_MAP_TYPE_ARRAY);
    __uint(max_entries, 16);
    __uint(map_flags, BPF_F_MMAPABLE);
    __type(key, u32);
    __type(value, struct cell);
} cells SEC(".maps");

struct event {
    u64 number;
    u32 length;
};

const struct event *events_type;

enum mode { STOPPED, RUNNING };

struct limits {
    int least;
    int most;
};

const volatile u32 step = 3;
u64 missed;
u64 seen;
u64 sum;
u64 flags;
long result;
int delta = -5;
u8 quiet = 1;
enum mode mode = RUNNING;
struct limits limits = {-1, 100};
u32 history[4];
static volatile u64 hidden = 9;

struct command {
    u64 stop;
    u64 value;
};

/* The last byte of every record is added up; one with stop set ends the drain. */
static long take(struct bpf_dynptr *record, u64 *context)
{
    struct command command = {};
    u64 *data;

    bpf_dynptr_read(&command, sizeof(command), record, 0, 0);
    data = bpf_dynptr_data(record, 0, sizeof(*data));
    seen += 1;
    *context += 1;
    if (data && *data != command.stop)
        sum += 1000000;
    sum += command.value;
    return command.stop == 1;
}

SEC("xdp")
int drain(struct xdp_md *ctx)
{
    u64 calls = 0;

    result = bpf_user_ringbuf_drain(&commands, take, &calls, flags);
    return calls;
}

static long nest(struct bpf_dynptr *record, u64 *context)
{
    *context = bpf_user_ringbuf_drain(&commands, take, context, 0);
    return 1;
}

SEC("xdp")
int drain_while_draining(struct xdp_md *ctx)
{
    u64 inner = 0;

    result = bpf_user_ringbuf_drain(&commands, nest, &inner, 0);
    return inner;
}

static long overwrite(struct bpf_dynptr *record, u64 *context)
{
    u64 value = 77;

    *context = bpf_dynptr_write(record, 0, &value, sizeof(value), 0);
    return 0;
}

SEC("xdp")
int write_records(struct xdp_md *ctx)
{
    u64 written = 1;

    result = bpf_user_ringbuf_drain(&commands, overwrite, &written, 0);
    return written;
}

SEC("xdp")
int send(struct xdp_md *ctx)
{
    struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

    if (!event) {
        __sync_fetch_and_add(&missed, 1);
        return 0;
    }
    event->number = __sync_fetch_and_add(&sum, 1);
    event->length = ctx->data_end - ctx->data;
    bpf_ringbuf_submit(event, 0);
    return 1;
}

SEC("xdp")
int sample(struct xdp_md *ctx)
{
    struct event event = {__sync_fetch_and_add(&sum, 1), 12};

    return bpf_perf_event_output(ctx, &samples, BPF_F_CURRENT_CPU, &event, sizeof(event));
}

SEC("xdp")
int count(struct xdp_md *ctx)
{
    u32 key = 2;
    struct cell *cell = bpf_map_lookup_elem(&cells, &key);

    if (cell)
        __sync_fetch_and_add(&cell->count, step);
    if (mode == RUNNING)
        __sync_fetch_and_add(&seen, 1);
    delta += limits.most;
    history[seen & 3] = (u32)seen;
    hidden += 1;
    return hidden;
}

char LICENSE[] SEC("license") = "GPL";
