/* Runs a benchmark program that was compiled for this machine, as another process tells it to.
 *
 *     clang -O2 -rdynamic -include native.h -I../../../examples/include -I../programs \
 *         -DPROGRAM='"fnv.bpf.c"' main.c -o fnv
 *
 * Commands, a line each; bytes are hexadecimal, `-` stands for none:
 *
 *     map NAME TYPE ENTRIES KEY_SIZE VALUE_SIZE    creates a map
 *     put NAME KEY VALUE                           stores an element
 *     get NAME KEY                                 answers VALUE or `-`
 *     packet TYPE BYTES                            sets the input; TYPE is `xdp`, `tc` or `socket`
 *     run FUNCTION TIMES                           answers RESULT NANOSECONDS
 *
 * The nanoseconds are of this thread's CPU time, for all times together. */
#define _GNU_SOURCE
#include PROGRAM

#include <dlfcn.h>
#include <stdio.h>
#include <sys/mman.h>
#include <time.h>

#define LONGEST_LINE 65536
#define PACKET_ROOM 65536
#define HEADROOM 256

struct map {
    char name[64];
    u32 type, entries, key_size, value_size;
    struct table *table;
};

static struct map maps[16];
static u32 map_count;
static u8 *low; /* memory whose addresses fit the 32-bit fields of contexts */
static void *context;

static void fail(const char *what, const char *which)
{
    fprintf(stderr, "%s: %s\n", what, which);
    exit(1);
}

static struct map *map_named(const char *name)
{
    for (u32 i = 0; i < map_count; i++)
        if (!strcmp(maps[i].name, name))
            return &maps[i];
    fail("no such map", name);
    return 0;
}

static u32 from_hex(const char *text, u8 *bytes)
{
    u32 length = 0;
    for (; text[0] && text[1] && text[0] != '-'; text += 2) {
        unsigned value;
        sscanf(text, "%2x", &value);
        bytes[length++] = value;
    }
    return length;
}

static void create_map(const char *line)
{
    struct map *map = &maps[map_count++];
    if (sscanf(line, "map %63s %u %u %u %u", map->name, &map->type, &map->entries, &map->key_size,
               &map->value_size) != 5)
        fail("not a map", line);
    map->table = table_create(map->type, map->entries, map->key_size, map->value_size);
    void **definition = dlsym(RTLD_DEFAULT, map->name);
    if (!definition)
        fail("no map in the program", map->name);
    *definition = map->table;
}

static void put(char *name, char *key, char *value)
{
    static u8 key_bytes[LONGEST_LINE], value_bytes[LONGEST_LINE];
    struct map *map = map_named(name);
    from_hex(key, key_bytes);
    from_hex(value, value_bytes);
    if (table_update(map->table, map->type, map->entries, map->key_size, map->value_size,
                     key_bytes, value_bytes))
        fail("no room in", name);
}

static void get(char *name, char *key)
{
    static u8 key_bytes[LONGEST_LINE];
    struct map *map = map_named(name);
    from_hex(key, key_bytes);
    u8 *value = table_lookup(map->table, map->type, map->entries, map->key_size, map->value_size,
                             key_bytes);
    if (value)
        for (u32 i = 0; i < map->value_size; i++)
            printf("%02x", value[i]);
    else
        printf("-");
    printf("\n");
}

/* Socket filters see the packet without its Ethernet header, as in the kernel's test run. */
static void set_packet(char *type, char *hex)
{
    u8 *packet = low + HEADROOM;
    struct ethernet *ethernet = (void *)packet;
    u32 length = from_hex(hex, packet);
    u32 hidden = strcmp(type, "socket") ? 0 : sizeof(*ethernet);
    u32 data = (u32)(u64)packet + hidden;
    u32 end = (u32)(u64)packet + length;
    context = low + PACKET_ROOM;
    if (!strcmp(type, "xdp"))
        *(struct xdp_md *)context = (struct xdp_md){.data = data, .data_end = end};
    else
        *(struct __sk_buff *)context = (struct __sk_buff){
            .data = data, .data_end = end, .len = length - hidden, .protocol = ethernet->type};
}

static u64 now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return time.tv_sec * 1000000000ull + time.tv_nsec;
}

static void run(char *name, u32 times)
{
    int (*function)(void *) = (int (*)(void *))dlsym(RTLD_DEFAULT, name);
    if (!function)
        fail("no such function", name);
    int result = 0;
    u64 start = now();
    for (u32 i = 0; i < times; i++)
        result = function(context);
    printf("%d %llu\n", result, now() - start);
}

/* Where the memory goes: anywhere below 4 GiB that is free. */
static u8 *low_memory(void)
{
    for (u64 address = 0x10000000; address < 0xf0000000; address += 0x10000000) {
        u8 *memory = mmap((void *)address, 2 * PACKET_ROOM, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
        if ((u64)memory == address)
            return memory;
    }
    fail("no memory", "below 4 GiB");
    return 0;
}

int main(void)
{
    static char line[LONGEST_LINE];
    low = low_memory();
    while (fgets(line, sizeof(line), stdin)) {
        char *words[4] = {0};
        if (!strncmp(line, "map ", 4)) {
            create_map(line);
            continue;
        }
        char *rest = line;
        for (int i = 0; i < 4; i++)
            words[i] = strsep(&rest, " \n");
        if (!strcmp(words[0], "put"))
            put(words[1], words[2], words[3]);
        else if (!strcmp(words[0], "get"))
            get(words[1], words[2]);
        else if (!strcmp(words[0], "packet"))
            set_packet(words[1], words[2]);
        else if (!strcmp(words[0], "run"))
            run(words[1], strtoul(words[2], 0, 10));
        else
            fail("no such command", words[0]);
        fflush(stdout);
    }
    return 0;
}
