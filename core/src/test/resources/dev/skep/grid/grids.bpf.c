/* Maps that are grids, and maps that are not.
 *
 *   clang-19 -O2 -g -target bpf -mcpu=v3 -fdebug-compilation-dir=. -c grids.bpf.c -o grids.bpf.o
 *   llvm-strip-19 -g grids.bpf.o
 */
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#define tag(text) __attribute__((btf_decl_tag(text)))

#define map(name, map_type, value_type)                                                            \
    struct {                                                                                       \
        int (*type)[map_type];                                                                     \
        int (*max_entries)[1];                                                                     \
        u32 *key;                                                                                  \
        value_type *value;                                                                         \
    } name __attribute__((section(".maps"), used))

#define ARRAY 2
#define PERCPU_ARRAY 6

typedef u16 table[3][5];
struct one { u32 other; int cells[2][4]; };
struct two { u8 first[2][4]; u8 second[2][4]; };
struct chosen { u8 first[2][4]; u8 second[2][4] tag("grid"); };
struct bits { u8 columns; u8 rows; u16 which; u32 cells[3][4][2] tag("grid:bits,rows=rows,columns=columns,plane=which"); };
struct row { u64 cells[8]; };
struct tagged_row { u64 cells[8] tag("grid"); };
struct unknown { u8 cells[2][2] tag("grid:colour"); };
struct nobody { u8 cells[2][2] tag("grid:rows=height"); };
struct pointers { void *cells[2][2]; };
struct counts { u64 cells[2][3]; };

map(whole, ARRAY, table);
map(member, ARRAY, struct one);
map(unclear, ARRAY, struct two);
map(chosen, ARRAY, struct chosen);
map(bits, ARRAY, struct bits);
map(row, ARRAY, struct row);
map(tagged_row, ARRAY, struct tagged_row);
map(unknown, ARRAY, struct unknown);
map(nobody, ARRAY, struct nobody);
map(pointers, ARRAY, struct pointers);
map(number, ARRAY, u64);
map(percpu, PERCPU_ARRAY, struct counts);
