/* What comes from outside: configuration, kernel symbols, kernel functions. */
#include "small.h"

enum libbpf_tristate { TRI_NO, TRI_YES, TRI_MODULE };

extern u32 LINUX_KERNEL_VERSION __kconfig;
extern bool CONFIG_BPF_SYSCALL __kconfig;
extern enum libbpf_tristate CONFIG_IPV6 __kconfig;
extern char CONFIG_CC_VERSION_TEXT[16] __kconfig;
extern u64 CONFIG_ADDRESS __kconfig;
extern int CONFIG_NOT_THERE __kconfig __weak;

extern const void init_task __ksym;
extern const void no_such_symbol __ksym __weak;
extern const int bpf_prog_active __ksym;
extern int bpf_kfunc_present(int x) __ksym;
extern int bpf_kfunc_absent(int x) __ksym __weak;

SEC("tc")
int settings(void *ctx)
{
    return LINUX_KERNEL_VERSION + CONFIG_BPF_SYSCALL + CONFIG_IPV6 + CONFIG_CC_VERSION_TEXT[0]
           + CONFIG_ADDRESS + CONFIG_NOT_THERE;
}

SEC("tc")
int symbols(void *ctx)
{
    return (u64)&init_task + (u64)&no_such_symbol + (u64)&bpf_prog_active;
}

SEC("tc")
int functions(void *ctx)
{
    if (bpf_kfunc_absent)
        return bpf_kfunc_absent(1);
    return bpf_kfunc_present(2);
}

char _license[] SEC("license") = "GPL";
