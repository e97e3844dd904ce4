/* Reads a ring buffer of another process, as a C program without a library would: what reading in
   Java is measured against.
       ring_consumer PROCESS DESCRIPTOR SIZE
   A line with a number on standard input has it read that many records; it answers with the time
   that took, in nanoseconds, and the sum of their first words. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define BUSY (1u << 31)
#define DISCARDED (1u << 30)

static uint64_t now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

int main(int count, char **arguments)
{
    long page = sysconf(_SC_PAGESIZE), wanted;
    uint64_t size, *consumed, *produced;
    const char *data;
    int process, ring;

    if (count != 4)
        return 2;
    process = syscall(SYS_pidfd_open, atoi(arguments[1]), 0);
    ring = syscall(SYS_pidfd_getfd, process, atoi(arguments[2]), 0);
    size = strtoull(arguments[3], NULL, 10);
    consumed = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, ring, 0);
    produced = mmap(NULL, page + 2 * size, PROT_READ, MAP_SHARED, ring, page);
    if (consumed == MAP_FAILED || produced == MAP_FAILED) {
        perror("ring_consumer");
        return 1;
    }
    data = (const char *)produced + page;
    puts("ready");
    fflush(stdout);
    while (scanf("%ld", &wanted) == 1) {
        uint64_t begin = now(), sum = 0, at = __atomic_load_n(consumed, __ATOMIC_ACQUIRE);

        while (wanted) {
            const char *record = data + (at & (size - 1));
            uint32_t header, length;
            char copy[64];

            if (at >= __atomic_load_n(produced, __ATOMIC_ACQUIRE))
                continue;
            header = __atomic_load_n((const uint32_t *)record, __ATOMIC_ACQUIRE);
            if (header & BUSY)
                continue;
            length = header & ~DISCARDED;
            if (header == length && length <= sizeof(copy)) {
                uint64_t first;

                memcpy(copy, record + 8, length);
                memcpy(&first, copy, sizeof(first));
                sum += first;
                wanted--;
            }
            at += (length + 8 + 7) & ~7ull;
            __atomic_store_n(consumed, at, __ATOMIC_RELEASE);
        }
        printf("%llu %llu\n", (unsigned long long)(now() - begin), (unsigned long long)sum);
        fflush(stdout);
    }
    return 0;
}
