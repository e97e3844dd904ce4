// Global variables as bounds and as memory: .data, .bss, .rodata, and the strings in them.
#include "kernel.h"

int zeros[32];
int ones[32] = {1, 1, 1};
const int constants[32] = {4, 5, 6, 7};
const volatile int bound = 20, too_large = 33;
const volatile __u32 offsets[4] = {0, 8, 16, 124};
const volatile __u32 far_offsets[4] = {0, 8, 16, 128};
const volatile bool enabled = false;
volatile int written_bound = 20;
static volatile int private_count;
struct settings { __u32 mask; __u16 port; __u8 on; char name[9]; };
const volatile struct settings settings = {.mask = 31, .port = 80, .on = 1, .name = "settings"};
const char text[] = "a text";
char buffer[64];
char format_in_data[] = "%d %d";
struct { long words[4]; } blob SEC(".data.blob");
const volatile long *pointer_in_rodata;

#define TC(name) SEC("tc") int name(struct __sk_buff *skb)

TC(write_to_bss) { zeros[3] = skb->len; return 0; }
TC(write_to_data) { ones[3] = skb->len; return 0; }
TC(write_to_rodata) { *(volatile int *)&constants[3] = 1; return 0; }
TC(write_to_rodata_at_an_unknown_place) { ((volatile int *)constants)[skb->len & 31] = 1; return 0; }
TC(index_masked) { return zeros[skb->len & 31]; }
TC(index_masked_too_wide) { return ((volatile int *)zeros)[skb->len & 63]; }
TC(bound_from_rodata) { __u32 at = bound; return zeros[at]; }
TC(bound_from_rodata_too_large) { __u32 at = too_large; return ((volatile int *)zeros)[at]; }
TC(bound_from_data_is_unknown) { __u32 at = written_bound; return zeros[at]; }
TC(bound_from_data_is_checked) { __u32 at = written_bound; return at < 32 ? zeros[at] : 0; }
TC(bound_is_read_twice) { if ((__u32)written_bound >= 32) return 0; return zeros[(__u32)written_bound]; }
TC(offset_from_a_table) { __u32 at = offsets[2]; return *(volatile int *)((void *)zeros + at); }
TC(offset_from_a_table_at_an_unknown_place) { __u32 at = offsets[skb->len & 3]; return *(volatile int *)((void *)zeros + at); }
TC(offset_from_a_table_too_far) { __u32 at = far_offsets[3]; return *(volatile int *)((void *)zeros + at); }
TC(offset_at_an_unknown_place_is_checked) { __u32 at = offsets[skb->len & 3]; return at <= 124 ? *(volatile int *)((void *)zeros + at) : 0; }
TC(branch_that_rodata_closes) { if (enabled) return *(volatile int *)0; return 0; }
TC(call_that_rodata_closes) { if (enabled) bpf_sk_release((void *)skb); return 0; }
TC(loop_up_to_rodata) { int s = 0; for (int i = 0; i < bound; i++) { s += zeros[i & 31]; BARRIER; } return s; }
TC(loop_up_to_rodata_as_index) { int s = 0; for (int i = 0; i < bound; i++) s += ((volatile int *)zeros)[i]; return s; }
TC(loop_up_to_rodata_as_index_too_far) { int s = 0; for (int i = 0; i < too_large; i++) s += ((volatile int *)zeros)[i]; return s; }
TC(loop_up_to_data) { int s = 0; for (int i = 0; i < written_bound; i++) { s += i; BARRIER; } return s; }
TC(loop_up_to_checked_data) { int n = written_bound, s = 0; if (n < 0 || n > 30) return 0; for (int i = 0; i < n; i++) s += ((volatile int *)zeros)[i]; return s; }
TC(fields_of_settings) { return settings.on ? zeros[skb->len & settings.mask] : settings.port; }
TC(byte_of_settings_as_index) { return zeros[(__u32)settings.name[0] & 127 ? 3 : 400 * (skb->len > 0)]; }
TC(part_of_a_constant) { __u32 low = *(volatile const __u8 *)&settings.mask; return zeros[low]; }
TC(part_of_a_constant_with_sign) { int low = *(volatile const signed char *)&settings.mask; return zeros[low]; }
TC(far_past_bss) { long far = 400000; hide(far); return *(volatile int *)((void *)zeros + far); }
TC(before_rodata) { long back = -4; hide(back); return *(volatile int *)((void *)constants + back - 4096); }
TC(private_variable) { return ++private_count; }
TC(blob_by_word) { return blob.words[skb->len & 3]; }
TC(blob_past_its_end) { return ((volatile long *)&blob)[skb->len & 7]; }
TC(atomic_on_data) { return __sync_fetch_and_add(&ones[2], 5); }
TC(atomic_on_rodata) { return __sync_fetch_and_add((int *)&constants[2], 5); }
TC(data_as_helper_buffer) { return bpf_skb_load_bytes(skb, 0, buffer, sizeof buffer); }
TC(rodata_as_helper_buffer) { return bpf_skb_load_bytes(skb, 0, (void *)text, sizeof text); }
TC(rodata_as_helper_source) { return bpf_skb_store_bytes(skb, 0, text, sizeof text, 0); }
TC(pointer_is_stored_in_bss) { *(void *volatile *)&zeros[0] = skb; return 0; }
TC(pointer_comes_from_bss) { int *p = *(void *volatile *)&zeros[0]; return *p; }
TC(pointer_comes_from_rodata) { return *pointer_in_rodata; }
TC(difference_of_globals) { return (void *)&zeros[8] - (void *)&zeros[0]; }
TC(comparison_of_globals) { int *p = &zeros[skb->len & 7]; hide(p); return p > &zeros[3]; }
TC(pointer_chosen_among_globals) { int *p = skb->len > 9 ? zeros : ones; hide(p); return p[5]; }
TC(pointer_chosen_and_written) { int *p = skb->len > 9 ? zeros : (int *)constants; hide(p); p[5] = 1; return 0; }

TC(printed) { static const char f[] = "%d %s\n"; return bpf_trace_printk(f, sizeof f, 3, text); }
TC(printed_by_macro) { bpf_printk("length %d mark %x", skb->len, skb->mark); return 0; }
TC(printed_with_a_format_of_data) { return bpf_trace_printk(format_in_data, sizeof format_in_data, 1, 2); }
TC(printed_with_a_length_too_long) { static const char f[] = "%d"; return bpf_trace_printk(f, 4000000, 3); }
TC(printed_with_no_length) { static const char f[] = "%d"; return bpf_trace_printk(f, 0, 3); }
TC(printed_from_the_stack) { char f[] = "ab %d"; return bpf_trace_printk(f, sizeof f, 3); }
TC(formatted) {
    static const char f[] = "%d %x";
    __u64 args[] = {1, skb->len};
    return bpf_snprintf(buffer, sizeof buffer, f, args, sizeof args);
}
TC(formatted_to_the_stack) {
    static const char f[] = "%d";
    char out[16];
    __u64 args[] = {skb->len};
    bpf_snprintf(out, sizeof out, f, args, sizeof args);
    return out[0];
}
TC(formatted_with_too_few_arguments) {
    static const char f[] = "%d %x";
    __u64 args[] = {1};
    return bpf_snprintf(buffer, sizeof buffer, f, args, sizeof args);
}
TC(formatted_with_a_bad_format) {
    static const char f[] = "%q";
    __u64 args[] = {1};
    return bpf_snprintf(buffer, sizeof buffer, f, args, sizeof args);
}
TC(formatted_with_a_writable_format) {
    __u64 args[] = {1, 2};
    return bpf_snprintf(buffer, sizeof buffer, format_in_data, args, sizeof args);
}
TC(formatted_with_an_odd_size) {
    static const char f[] = "%d";
    __u64 args[] = {1, 2};
    return bpf_snprintf(buffer, sizeof buffer, f, args, 7);
}
TC(formatted_without_arguments) {
    static const char f[] = "plain";
    return bpf_snprintf(buffer, sizeof buffer, f, NULL, 0);
}
TC(formatted_without_end) {
    static const char f[2] = {'a', 'b'};
    return bpf_snprintf(buffer, sizeof buffer, f, NULL, 0);
}
TC(compared) { static const char s[] = "abcdef"; return bpf_strncmp(buffer, 6, s); }
TC(compared_from_the_stack) { char local[8] = "abc"; static const char s[] = "abcdef"; return bpf_strncmp(local, 8, s); }
TC(compared_too_long) { char local[8] = "abc"; static const char s[] = "abcdef"; return bpf_strncmp(local, 9, s); }
TC(compared_with_a_writable_string) { return bpf_strncmp(text, 3, buffer); }
TC(compared_up_to_an_unknown_size) { static const char s[] = "abcdef"; return bpf_strncmp(buffer, skb->len & 63, s); }
TC(compared_up_to_zero) { static const char s[] = "abcdef"; return bpf_strncmp(buffer, 0, s); }
TC(converted) { long n = 0; bpf_strtol("123", 4, 0, &n); return n; }
TC(converted_from_the_stack) { char s[8] = "77"; long n; bpf_strtol(s, sizeof s, 10, &n); return n; }
SEC("cgroup/sysctl") int converted_in_sysctl(struct bpf_sysctl *ctx) { char s[8] = "77"; long n; bpf_strtol(s, sizeof s, 10, &n); return n & 1; }
SEC("cgroup/sysctl") int converted_unsigned_in_sysctl(struct bpf_sysctl *ctx) { char s[8]; unsigned long n = 0; if (bpf_sysctl_get_new_value(ctx, s, 8) < 0) return 0; bpf_strtoul(s, sizeof s, 0, &n); return n > 5; }
