/* Tells of every program that is started: who starts which file. */
#include "bpf.h"

#define FILE_LENGTH 128

static u64 (*bpf_get_current_pid_tgid)(void) = (void *)14;
static u64 (*bpf_get_current_uid_gid)(void) = (void *)15;
static long (*bpf_get_current_comm)(void *buffer, u32 size) = (void *)16;
static long (*bpf_probe_read_user_str)(void *to, u32 size, const void *from) = (void *)114;

/* The fields of the tracepoint, as its format file in tracefs lists them. */
struct sys_enter_execve {
    u64 common;
    long number;
    const char *file;
    const char *const *arguments;
    const char *const *environment;
};

struct start {
    u32 process;
    u32 user;
    char by[16];
    char file[FILE_LENGTH];
};

struct {
    __uint(type, BPF_MAP_TYPE_RINGBUF);
    __uint(max_entries, 256 * 1024);
} starts SEC(".maps");

/* Tells the type of the records. */
const struct start *starts_type;

/* How many starts found no room in the ring buffer. */
u64 missed;

SEC("tracepoint/syscalls/sys_enter_execve")
int watch(struct sys_enter_execve *call)
{
    struct start *start = bpf_ringbuf_reserve(&starts, sizeof(*start), 0);
    if (!start) {
        __sync_fetch_and_add(&missed, 1);
        return 0;
    }
    __builtin_memset(start, 0, sizeof(*start));
    start->process = bpf_get_current_pid_tgid() >> 32;
    start->user = (u32)bpf_get_current_uid_gid();
    bpf_get_current_comm(start->by, sizeof(start->by));
    bpf_probe_read_user_str(start->file, sizeof(start->file), call->file);
    bpf_ringbuf_submit(start, 0);
    return 0;
}

char LICENSE[] SEC("license") = "Dual MIT/GPL";
