#ifndef __VMLINUX_H__
#define __VMLINUX_H__

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute push (__attribute__((preserve_access_index)), apply_to = record)
#endif

struct unknown;

union unknown_union;

typedef unsigned char u8;

typedef int (*operation)(struct unknown *, const char *, ...);

typedef struct {
	int x;
	int y;
} point;

enum sign {
	MINUS = -1,
	ZERO = 0,
	PLUS = 1,
};

enum wide {
	SMALL = 1,
	HUGE = 20015998343868ULL,
};

enum tiny {
	ONE = 1,
	TWO = 2,
} __attribute__((mode(QI)));

typedef unsigned long long u64;

typedef unsigned int u32;

union number {
	u64 whole;
	float real;
	double precise;
	struct {
		u32 low;
		u32 high;
	};
	u8 raw[8];
} __attribute__((aligned(16)));

enum color {
	RED = 0,
	GREEN = 5,
	BLUE = 6,
};

struct bits {
	u32 a: 3;
	u32 b: 7;
	unsigned char: 4;
	int c: 5;
	u64 d: 40;
	_Bool flag: 1;
	enum color color: 4;
	u8 tail;
};

struct squeezed {
	u8 kind;
	u64 value;
	u32 low: 4;
	u32 high: 28;
	struct bits inner;
} __attribute__((packed));

struct aligned {
	u8 first;
	char: 8;
	short: 16;
	int: 32;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	u64 far;
	u8 last;
	char: 8;
	short: 16;
	int: 32;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
};

struct node {
	struct node *next;
	struct unknown *owner;
	union unknown_union *other;
	char name[16];
	u8 address[6];
	operation run;
	operation runs[3];
	int (*(*table)[4])(void);
	const volatile int *const *restrict pointers;
	point where[2][3];
	enum sign sign;
	enum wide wide;
	enum tiny tiny;
	_Bool yes;
	signed char letter;
	__int128 large;
	union number number;
	union {
		int as_int;
		struct {
			short left;
			enum {
				UP = 0,
				DOWN = 1,
			} way;
		} as_pair;
	};
	struct bits bits;
	struct squeezed squeezed;
	char: 8;
	short: 16;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	long long: 64;
	struct aligned aligned;
	u32 rest[0];
};

struct tagged {
	int __attribute__((btf_type_tag("user"))) *buffer;
	int field;
};

#ifndef BPF_NO_PRESERVE_ACCESS_INDEX
#pragma clang attribute pop
#endif

#endif /* __VMLINUX_H__ */
