// Whether a kernel function is there: programs ask with its address, weakly.
#include "kernel.h"

extern void bpf_nowhere(void) __ksym __weak;
extern void bpf_preempt_disable(void) __ksym __weak;
extern void bpf_preempt_enable(void) __ksym __weak;
extern void bpf_throw(__u64 cookie) __ksym __weak;

SEC("tc") int one_that_is_there(struct __sk_buff *skb) {
    if (!bpf_preempt_disable) return 1;
    bpf_preempt_disable();
    bpf_preempt_enable();
    return 2;
}

SEC("tc") int one_that_no_kernel_has(struct __sk_buff *skb) {
    if (!bpf_nowhere) return 1;
    bpf_nowhere();
    return 2;
}

SEC("tc") int address_is_read(struct __sk_buff *skb) {
    return *(volatile int *)bpf_preempt_disable;
}
