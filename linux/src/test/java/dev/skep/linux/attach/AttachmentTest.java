package dev.skep.linux.attach;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/// What sections mean on other machines than this one.
class AttachmentTest {
    @Test
    void systemCallsAreFunctionsOfTheMachine() {
        assertEquals("__x64_sys_bpf", Attachment.kernelFunction("bpf", "ksyscall/bpf", "amd64"));
        assertEquals(
                "__arm64_sys_bpf", Attachment.kernelFunction("bpf", "kretsyscall/bpf", "aarch64"));
        assertEquals("__riscv_sys_bpf", Attachment.kernelFunction("bpf", "ksyscall", "riscv64"));
        assertEquals("bpf_prog_put", Attachment.kernelFunction("bpf_prog_put", "kprobe", "amd64"));
    }
}
