/* Maps in plain C: arrays, hash tables with chains, tries of prefixes. Elements are preallocated. */
#pragma once
#include <stdlib.h>
#include <string.h>

#define NONE 0xffffffffu

/* A node of a trie: it stands for the first `bits` bits of `address`; `value` is null where no
 * prefix ends. */
struct node {
    struct node *children[2];
    u8 *value;
    u32 bits;
    u32 address; /* host order */
};

struct table {
    u8 *elements; /* an array: values. A hash table: key, value, each rounded up to 8 bytes. */
    u32 *heads;   /* a hash table: an element for each bucket */
    u32 *links;   /* and the one after each */
    u32 buckets;  /* a power of two */
    u32 used;
    struct node *root;
};

static always_inline u32 padded(u32 size)
{
    return (size + 7) & ~7u;
}

static always_inline u32 power_of_two(u32 at_least)
{
    u32 power = 1;
    while (power < at_least)
        power <<= 1;
    return power;
}

/* Multiply and rotate, word by word. */
static always_inline u32 hash_of(const void *key, u32 size)
{
    const u8 *bytes = key;
    u64 hash = size;
    for (u32 i = 0; i + 4 <= size; i += 4) {
        u32 word;
        memcpy(&word, bytes + i, 4);
        hash = (hash ^ word) * 0x9e3779b97f4a7c15ull;
        hash ^= hash >> 29;
    }
    for (u32 i = size & ~3u; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x100000001b3ull;
    return hash >> 16;
}

static always_inline u8 *find_in_hash(struct table *table, u32 key_size, u32 value_size,
                                      const void *key)
{
    u32 stride = padded(key_size) + padded(value_size);
    u32 at = table->heads[hash_of(key, key_size) & (table->buckets - 1)];
    while (at != NONE) {
        u8 *element = table->elements + (u64)at * stride;
        if (!memcmp(element, key, key_size))
            return element + padded(key_size);
        at = table->links[at];
    }
    return 0;
}

static always_inline u8 *find_in_trie(struct table *table, const void *key)
{
    u32 most = ((const u32 *)key)[0];
    u32 address = htonl(((const u32 *)key)[1]);
    u8 *found = 0;
    for (struct node *node = table->root; node && node->bits <= most;) {
        u32 mask = node->bits ? ~0u << (32 - node->bits) : 0;
        if ((node->address ^ address) & mask)
            break;
        if (node->value)
            found = node->value;
        if (node->bits == 32)
            break;
        node = node->children[address >> (31 - node->bits) & 1];
    }
    return found;
}

static always_inline void *table_lookup(struct table *table, u32 type, u32 entries, u32 key_size,
                                        u32 value_size, const void *key)
{
    switch (type) {
    case BPF_MAP_TYPE_ARRAY:
    case BPF_MAP_TYPE_PERCPU_ARRAY: {
        u32 index = *(const u32 *)key;
        return index < entries ? table->elements + (u64)index * padded(value_size) : 0;
    }
    case BPF_MAP_TYPE_HASH:
        return find_in_hash(table, key_size, value_size, key);
    case BPF_MAP_TYPE_LPM_TRIE:
        return find_in_trie(table, key);
    default:
        return 0;
    }
}

/* Puts a prefix of an IPv4 address in, splitting a node where the paths part. */
static long trie_insert(struct table *table, u32 value_size, const void *key, const void *value)
{
    u32 bits = ((const u32 *)key)[0];
    u32 address = htonl(((const u32 *)key)[1]);
    struct node **place = &table->root;
    struct node *added = calloc(1, sizeof(*added));
    added->value = memcpy(calloc(1, padded(value_size)), value, value_size);
    added->bits = bits;
    added->address = address;
    while (*place) {
        struct node *node = *place;
        u32 different = node->address ^ address;
        u32 common = different ? (u32)__builtin_clz(different) : 32;
        if (common > node->bits)
            common = node->bits;
        if (common > bits)
            common = bits;
        if (common == node->bits && common == bits) {
            node->value = added->value;
            free(added);
            return 0;
        }
        if (common == node->bits) {
            place = &node->children[address >> (31 - common) & 1];
            continue;
        }
        struct node *parent = added;
        if (common < bits) {
            parent = calloc(1, sizeof(*parent));
            parent->bits = common;
            parent->address = address;
            parent->children[address >> (31 - common) & 1] = added;
        }
        parent->children[node->address >> (31 - common) & 1] = node;
        *place = parent;
        return 0;
    }
    *place = added;
    return 0;
}

static always_inline long table_update(struct table *table, u32 type, u32 entries, u32 key_size,
                                       u32 value_size, const void *key, const void *value)
{
    if (type == BPF_MAP_TYPE_LPM_TRIE)
        return trie_insert(table, value_size, key, value);
    u8 *found = table_lookup(table, type, entries, key_size, value_size, key);
    if (!found && type == BPF_MAP_TYPE_HASH && table->used < entries) {
        u32 bucket = hash_of(key, key_size) & (table->buckets - 1);
        u32 at = table->used++;
        table->links[at] = table->heads[bucket];
        table->heads[bucket] = at;
        u8 *element = table->elements + (u64)at * (padded(key_size) + padded(value_size));
        memcpy(element, key, key_size);
        found = element + padded(key_size);
    }
    if (!found)
        return -7;
    memcpy(found, value, value_size);
    return 0;
}

static inline struct table *table_create(u32 type, u32 entries, u32 key_size, u32 value_size)
{
    struct table *table = calloc(1, sizeof(*table));
    u32 key_room = type == BPF_MAP_TYPE_HASH ? padded(key_size) : 0;
    table->elements = calloc(entries, key_room + padded(value_size));
    if (type == BPF_MAP_TYPE_HASH) {
        table->buckets = power_of_two(entries);
        table->heads = malloc(table->buckets * sizeof(u32));
        table->links = malloc(entries * sizeof(u32));
        memset(table->heads, 0xff, table->buckets * sizeof(u32));
    }
    return table;
}
