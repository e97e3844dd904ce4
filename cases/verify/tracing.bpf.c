// Programs on kprobes, tracepoints, raw tracepoints and perf events.
#include "kernel.h"

// As on x86-64.
struct pt_regs { __u64 r15, r14, r13, r12, rbp, rbx, r11, r10, r9, r8, rax, rcx, rdx, rsi, rdi, orig_rax, rip, cs, flags, rsp, ss; };
struct bpf_perf_event_data { struct pt_regs regs; __u64 sample_period, addr; };
#define PT_REGS_PARM1(ctx) (ctx)->rdi
#define PT_REGS_PARM2(ctx) (ctx)->rsi
#define PT_REGS_RC(ctx) (ctx)->rax

HASH(table, 64, __u64, __u64);
struct event { __u64 time; __u32 pid, tid; char name[16]; char path[64]; };
RING(ring);
struct { __uint(type, BPF_MAP_TYPE_PERCPU_ARRAY); __uint(max_entries, 1); __type(key, __u32); __type(value, struct event); } scratch SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY); __uint(key_size, 4); __uint(value_size, 4); } events SEC(".maps");
struct { __uint(type, BPF_MAP_TYPE_STACK_TRACE); __uint(max_entries, 8); __uint(key_size, 4); __uint(value_size, 80); } traces SEC(".maps");

SEC("kprobe/do_nanosleep") int probe_reads_registers(struct pt_regs *ctx) { return PT_REGS_PARM1(ctx) > 4; }
SEC("kprobe/do_nanosleep") int probe_reads_past_registers(struct pt_regs *ctx) { return ((volatile long *)ctx)[21]; }
SEC("kprobe/do_nanosleep") int probe_reads_last_register(struct pt_regs *ctx) { return ((volatile long *)ctx)[20]; }
SEC("kprobe/do_nanosleep") int probe_reads_half_a_register(struct pt_regs *ctx) { return *(volatile int *)&ctx->rdi; }
SEC("kprobe/do_nanosleep") int probe_reads_a_byte(struct pt_regs *ctx) { return *(volatile char *)&ctx->rdi; }
SEC("kprobe/do_nanosleep") int probe_reads_unaligned(struct pt_regs *ctx) { return *(volatile int *)((void *)ctx + 6); }
SEC("kprobe/do_nanosleep") int probe_writes_a_register(struct pt_regs *ctx) { ctx->rdi = 0; return 0; }
SEC("kprobe/do_nanosleep") int probe_uses_argument_as_pointer(struct pt_regs *ctx) { return *(volatile int *)PT_REGS_PARM1(ctx); }
SEC("kprobe/do_nanosleep") int probe_reads_through_helper(struct pt_regs *ctx) {
    long value = 0;
    bpf_probe_read_kernel(&value, sizeof value, (void *)PT_REGS_PARM1(ctx));
    return value > 4;
}
SEC("kprobe/do_nanosleep") int probe_reads_into_too_little(struct pt_regs *ctx) {
    int value = 0;
    BARRIER;
    bpf_probe_read_kernel(&value, 8, (void *)PT_REGS_PARM1(ctx));
    return value;
}
SEC("kprobe/do_nanosleep") int probe_reads_an_unknown_size(struct pt_regs *ctx) {
    char room[64];
    bpf_probe_read_kernel(room, PT_REGS_PARM2(ctx), (void *)PT_REGS_PARM1(ctx));
    return room[0];
}
SEC("kprobe/do_nanosleep") int probe_reads_a_bounded_size(struct pt_regs *ctx) {
    char room[64];
    __u64 size = PT_REGS_PARM2(ctx);
    if (size > sizeof room) size = sizeof room;
    bpf_probe_read_kernel(room, size, (void *)PT_REGS_PARM1(ctx));
    return 0;
}
SEC("kprobe/do_nanosleep") int probe_reads_a_masked_size(struct pt_regs *ctx) {
    char room[64];
    bpf_probe_read_user(room, PT_REGS_PARM2(ctx) & 63, (void *)PT_REGS_PARM1(ctx));
    return 0;
}
SEC("kprobe/do_nanosleep") int probe_reads_a_signed_size(struct pt_regs *ctx) {
    char room[64];
    int size = PT_REGS_PARM2(ctx);
    if (size > 64) return 0;
    bpf_probe_read_user(room, size, (void *)PT_REGS_PARM1(ctx));
    return 0;
}
SEC("kprobe/do_nanosleep") int probe_reads_a_signed_size_checked(struct pt_regs *ctx) {
    char room[64];
    int size = PT_REGS_PARM2(ctx);
    if (size > 64 || size < 1) return 0;
    bpf_probe_read_user(room, size, (void *)PT_REGS_PARM1(ctx));
    return room[0];
}
SEC("kprobe/do_nanosleep") int probe_reads_a_string(struct pt_regs *ctx) {
    struct event e = {};
    long n = bpf_probe_read_user_str(e.path, sizeof e.path, (void *)PT_REGS_PARM1(ctx));
    if (n > 0 && n < 64) e.path[n] = 'x';
    return e.path[3];
}
SEC("kprobe/do_nanosleep") int probe_indexes_by_string_length(struct pt_regs *ctx) {
    struct event e = {};
    long n = bpf_probe_read_user_str(e.path, sizeof e.path, (void *)PT_REGS_PARM1(ctx));
    if (n < 0) return 0;
    ((volatile char *)e.path)[n] = 'x';
    return e.path[3];
}
SEC("kprobe/do_nanosleep") int probe_appends_strings(struct pt_regs *ctx) {
    __u32 zero = 0;
    struct event *e = bpf_map_lookup_elem(&scratch, &zero);
    if (!e) return 0;
    __u32 at = 0;
    for (int i = 0; i < 4; i++) {
        if (at > 48) break;
        long n = bpf_probe_read_kernel_str(e->path + at, 16, (void *)PT_REGS_PARM1(ctx) + i);
        if (n < 0 || n > 16) break;
        at += n;
    }
    return at;
}
SEC("kprobe/do_nanosleep") int probe_appends_strings_too_far(struct pt_regs *ctx) {
    __u32 zero = 0;
    struct event *e = bpf_map_lookup_elem(&scratch, &zero);
    if (!e) return 0;
    __u32 at = 0;
    for (int i = 0; i < 5; i++) {
        long n = bpf_probe_read_kernel_str(e->path + at, 16, (void *)PT_REGS_PARM1(ctx) + i);
        if (n < 0 || n > 16) break;
        at += n;
    }
    return at;
}
SEC("kretprobe/do_nanosleep") int return_probe(struct pt_regs *ctx) { return PT_REGS_RC(ctx) != 0; }
SEC("kprobe/do_nanosleep") int probe_overrides(struct pt_regs *ctx) { return bpf_override_return(ctx, -1); }
SEC("kprobe/do_nanosleep") int probe_sends_signal(struct pt_regs *ctx) { return bpf_send_signal(9); }
SEC("kprobe/do_nanosleep") int probe_writes_user_memory(struct pt_regs *ctx) { int x = 1; return bpf_probe_write_user((void *)PT_REGS_PARM1(ctx), &x, sizeof x); }
SEC("kprobe/do_nanosleep") int probe_measures(struct pt_regs *ctx) {
    __u64 id = bpf_get_current_pid_tgid(), now = bpf_ktime_get_ns();
    bpf_map_update_elem(&table, &id, &now, BPF_ANY);
    return 0;
}
SEC("kretprobe/do_nanosleep") int return_probe_measures(struct pt_regs *ctx) {
    __u64 id = bpf_get_current_pid_tgid();
    __u64 *begun = bpf_map_lookup_elem(&table, &id);
    if (!begun) return 0;
    struct event *e = bpf_ringbuf_reserve(&ring, sizeof *e, 0);
    if (!e) goto out;
    e->time = bpf_ktime_get_ns() - *begun;
    e->pid = id >> 32;
    e->tid = id;
    bpf_get_current_comm(e->name, sizeof e->name);
    bpf_ringbuf_submit(e, 0);
out:
    bpf_map_delete_elem(&table, &id);
    return 0;
}
SEC("kretprobe/do_nanosleep") int return_probe_loses_record(struct pt_regs *ctx) {
    __u64 id = bpf_get_current_pid_tgid();
    struct event *e = bpf_ringbuf_reserve(&ring, sizeof *e, 0);
    if (!e) return 0;
    __u64 *begun = bpf_map_lookup_elem(&table, &id);
    if (!begun) return 0;
    e->time = *begun;
    bpf_ringbuf_submit(e, 0);
    return 0;
}
SEC("kprobe/do_nanosleep") int probe_histogram(struct pt_regs *ctx) {
    __u64 v = PT_REGS_PARM2(ctx), slot = 0;
    for (int i = 0; i < 64; i++) {
        if (!(v >> i)) break;
        slot = i;
    }
    __u64 *count = bpf_map_lookup_elem(&table, &slot);
    if (count) __sync_fetch_and_add(count, 1);
    return slot;
}
SEC("kprobe/do_nanosleep") int probe_emits(struct pt_regs *ctx) {
    struct event e = {};
    bpf_get_current_comm(e.name, sizeof e.name);
    return bpf_perf_event_output(ctx, &events, BPF_F_CURRENT_CPU, &e, sizeof e);
}
SEC("kprobe/do_nanosleep") int probe_emits_with_moved_context(struct pt_regs *ctx) {
    struct event e = {};
    return bpf_perf_event_output((void *)ctx + 8, &events, BPF_F_CURRENT_CPU, &e, sizeof e);
}
SEC("kprobe/do_nanosleep") int probe_stack(struct pt_regs *ctx) {
    __u64 frames[16];
    return bpf_get_stack(ctx, frames, sizeof frames, BPF_F_USER_STACK) + bpf_get_stackid(ctx, &traces, 0) > 0;
}
SEC("kprobe/do_nanosleep") int probe_stack_by_its_size(struct pt_regs *ctx) {
    __u64 frames[16];
    long n = bpf_get_stack(ctx, frames, sizeof frames, 0);
    if (n < 8) return 0;
    return frames[0] > 3;
}
SEC("kprobe/do_nanosleep") int probe_stack_appended(struct pt_regs *ctx) {
    __u32 zero = 0;
    struct event *e = bpf_map_lookup_elem(&scratch, &zero);
    if (!e) return 0;
    long n = bpf_get_stack(ctx, e, 48, 0);
    if (n < 0) return 0;
    bpf_get_stack(ctx, (void *)e + n, 96 - n, BPF_F_USER_STACK);
    return 0;
}
SEC("kprobe/do_nanosleep") int probe_comm_too_long(struct pt_regs *ctx) { struct event e = {}; BARRIER; bpf_get_current_comm(e.path, 65 + 8 * 0); return ((volatile char *)&e)[0]; }

struct exec_args { __u64 common; int nr; int pad; long filename, argv, envp; };
SEC("tracepoint/syscalls/sys_enter_execve") int tracepoint_reads(struct exec_args *ctx) {
    struct event e = {};
    bpf_probe_read_user_str(e.path, sizeof e.path, (void *)ctx->filename);
    return e.path[0] == '/';
}
SEC("tracepoint/syscalls/sys_enter_execve") int tracepoint_common_fields(struct exec_args *ctx) { return ctx->common; }
SEC("tracepoint/syscalls/sys_enter_execve") int tracepoint_narrow(struct exec_args *ctx) { return *(volatile char *)&ctx->filename; }
SEC("tracepoint/syscalls/sys_enter_execve") int tracepoint_writes(struct exec_args *ctx) { ctx->argv = 0; return 0; }
SEC("tracepoint/syscalls/sys_enter_execve") int tracepoint_far(struct exec_args *ctx) { return ((volatile char *)ctx)[2047]; }
SEC("tracepoint/syscalls/sys_enter_execve") int tracepoint_too_far(struct exec_args *ctx) { return ((volatile char *)ctx)[9000]; }
SEC("tracepoint/syscalls/sys_enter_execve") int tracepoint_arguments(struct exec_args *ctx) {
    const char **argv = (void *)ctx->argv;
    char word[16];
    int n = 0;
    for (int i = 0; i < 8; i++) {
        const char *p;
        if (bpf_probe_read_user(&p, sizeof p, &argv[i]) || !p) break;
        if (bpf_probe_read_user_str(word, sizeof word, p) < 0) break;
        n += word[0];
    }
    return n;
}
SEC("raw_tp/sys_enter") int raw_reads(struct bpf_raw_tracepoint_args *ctx) { return ctx->args[1] == 59; }
SEC("raw_tp/sys_enter") int raw_reads_far(struct bpf_raw_tracepoint_args *ctx) { return ((volatile long *)ctx)[11]; }
SEC("raw_tp/sys_enter") int raw_reads_too_far(struct bpf_raw_tracepoint_args *ctx) { return ((volatile long *)ctx)[12]; }
SEC("raw_tp/sys_enter") int raw_reads_half(struct bpf_raw_tracepoint_args *ctx) { return *(volatile int *)ctx; }
SEC("raw_tp/sys_enter") int raw_writes(struct bpf_raw_tracepoint_args *ctx) { *(volatile long *)ctx = 1; return 0; }
SEC("raw_tp.w/sys_enter") int raw_writable_writes(struct bpf_raw_tracepoint_args *ctx) { *(volatile long *)ctx = 1; return 0; }
SEC("raw_tp.w/sys_enter") int raw_writable_buffer(struct bpf_raw_tracepoint_args *ctx) { *(volatile long *)ctx->args[0] = 1; return 0; }
SEC("raw_tp/sys_enter") int raw_argument_as_pointer(struct bpf_raw_tracepoint_args *ctx) { return *(volatile int *)ctx->args[0]; }
SEC("raw_tp/sys_enter") int raw_argument_through_helper(struct bpf_raw_tracepoint_args *ctx) {
    struct pt_regs regs;
    bpf_probe_read_kernel(&regs, sizeof regs, (void *)ctx->args[0]);
    return regs.rdi > 4;
}
SEC("perf_event") int perf_reads(struct bpf_perf_event_data *ctx) { return ctx->sample_period > 4 && ctx->regs.rip > 5; }
SEC("perf_event") int perf_narrow_period(struct bpf_perf_event_data *ctx) { return *(volatile __u32 *)&ctx->sample_period > 4; }
SEC("perf_event") int perf_narrow_address(struct bpf_perf_event_data *ctx) { return *(volatile __u8 *)&ctx->addr > 4; }
SEC("perf_event") int perf_half_register(struct bpf_perf_event_data *ctx) { return *(volatile __u32 *)&ctx->regs.rip > 4; }
SEC("perf_event") int perf_writes(struct bpf_perf_event_data *ctx) { ctx->sample_period = 4; return 0; }
SEC("perf_event") int perf_value(struct bpf_perf_event_data *ctx) { struct bpf_perf_event_value v; return bpf_perf_prog_read_value(ctx, &v, sizeof v); }
SEC("perf_event") int perf_value_too_small(struct bpf_perf_event_data *ctx) { long v = 0; BARRIER; return bpf_perf_prog_read_value(ctx, (void *)&v, 24); }
SEC("perf_event") int perf_stack(struct bpf_perf_event_data *ctx) { return bpf_get_stackid(ctx, &traces, BPF_F_USER_STACK) >= 0; }
SEC("perf_event") int perf_past_context(struct bpf_perf_event_data *ctx) { return ((volatile long *)ctx)[sizeof *ctx / 8]; }
SEC("kprobe/do_nanosleep") int probe_tgid_in_namespace(struct pt_regs *ctx) { struct bpf_pidns_info i = {}; return bpf_get_ns_current_pid_tgid(1, 2, &i, sizeof i); }
SEC("kprobe/do_nanosleep") int probe_random_index(struct pt_regs *ctx) { static char names[8]; return names[bpf_get_prandom_u32() & 7]; }
SEC("kprobe/do_nanosleep") int probe_tail_of_time(struct pt_regs *ctx) { static volatile char names[64]; return names[bpf_ktime_get_ns() % 64]; }
