// Map values with special fields, right and wrong. The comment before each says what Linux 6.18 makes
// of it: the fields it finds, the reason why it takes none, or nothing.
typedef unsigned int u32;
typedef unsigned long long u64;

struct bpf_spin_lock { u32 val; };
struct bpf_res_spin_lock { u32 val; };
struct bpf_timer { u64 opaque[2]; };
struct bpf_wq { u64 opaque[2]; };
struct bpf_task_work { u64 opaque; };
struct bpf_list_head { u64 opaque[2]; };
struct bpf_list_node { u64 opaque[3]; };
struct bpf_rb_root { u64 opaque[2]; };
struct bpf_rb_node { u64 opaque[4]; };
struct bpf_refcount { u32 opaque[1]; };

#define __kptr __attribute__((btf_type_tag("kptr")))
#define __kptr_untrusted __attribute__((btf_type_tag("kptr_untrusted")))
#define __percpu_kptr __attribute__((btf_type_tag("percpu_kptr")))
#define __uptr __attribute__((btf_type_tag("uptr")))
#define __other __attribute__((btf_type_tag("other")))
#define __contains(type, node) __attribute__((btf_decl_tag("contains:" #type ":" #node)))

struct task_struct { int x; };
union some { int x; };
struct local { int a; struct bpf_list_node n; struct bpf_rb_node r; struct bpf_refcount c; };
struct uncounted { struct bpf_list_node n; struct bpf_rb_node r; };
typedef struct bpf_spin_lock lock_type;
typedef struct task_struct __kptr *pointer_type;

struct task_struct task;
union some either;
struct local object;
struct uncounted without_counter;

//
struct plain { int a; u64 b; } *use_plain;
// SPIN_LOCK@4
struct lock { int a; struct bpf_spin_lock l; u64 c; } *use_lock;
// TWICE
struct two_locks { struct bpf_spin_lock l; struct bpf_spin_lock m; } *use_two_locks;
// SPIN_LOCK@0
struct lock_array_of_one { struct bpf_spin_lock l[1]; } *use_lock_array_of_one;
// REPEATED
struct lock_array { struct bpf_spin_lock l[2]; } *use_lock_array;
//
struct lock_array_of_none { int x; struct bpf_spin_lock l[0]; } *use_lock_array_of_none;
// TWO_LOCKS
struct both_locks { struct bpf_spin_lock l; struct bpf_res_spin_lock m; } *use_both_locks;
// RES_SPIN_LOCK@4
struct resilient { int x; struct bpf_res_spin_lock l; } *use_resilient;
// TIMER@8
struct timer { u64 a; struct bpf_timer t; } *use_timer;
// WORKQUEUE@0
struct unaligned_timer { struct bpf_wq w; int a; struct bpf_timer t __attribute__((packed)); int b; } *use_unaligned_timer;
// TWICE
struct two_timers { struct bpf_wq w; struct bpf_timer t; struct bpf_timer u; } *use_two_timers;
// WORKQUEUE@0
struct const_timer { struct bpf_wq w; const struct bpf_timer t; } *use_const_timer;
// TASK_WORK@8
struct task_work { u64 a; struct bpf_task_work w; } *use_task_work;
// SPIN_LOCK@8
struct nested { int a; struct { int b; struct { struct bpf_spin_lock l; } y; } x; } *use_nested;
// SPIN_LOCK@8
struct anonymous { int a; struct { int b; struct bpf_spin_lock l; }; } *use_anonymous;
//
struct in_union { int a; union { int b; struct bpf_spin_lock l; }; } *use_in_union;
// WORKQUEUE@0
struct through_typedef { struct bpf_wq w; lock_type l; } *use_through_typedef;
// REPEATED
struct struct_array { struct { int a; struct bpf_spin_lock l; } x[2]; } *use_struct_array;
// SPIN_LOCK@4
struct struct_array_of_one { struct { int a; struct bpf_spin_lock l; } x[1]; } *use_struct_array_of_one;
// REFERENCED_POINTER@8:task_struct
struct pointer { int a; struct task_struct __kptr *p; } *use_pointer;
// UNTRUSTED_POINTER@0:task_struct
struct untrusted { struct task_struct __kptr_untrusted *p; } *use_untrusted;
// PERCPU_POINTER@0:local
struct percpu { struct local __percpu_kptr *p; } *use_percpu;
// USER_POINTER@0:local
struct user { struct local __uptr *p; } *use_user;
// POINTER
struct other_tag { struct task_struct __other *p; } *use_other_tag;
// POINTER
struct two_tags { struct task_struct __kptr __kptr_untrusted *p; } *use_two_tags;
// POINTER
struct to_int { int __kptr *p; } *use_to_int;
// POINTER
struct to_union { union some __kptr *p; } *use_to_union;
// REFERENCED_POINTER@0:task_struct
struct volatile_pointer { struct task_struct __kptr *volatile p; } *use_volatile_pointer;
// WORKQUEUE@0
struct const_pointer { struct bpf_wq w; struct task_struct __kptr *const p; } *use_const_pointer;
// REFERENCED_POINTER@0:task_struct
struct to_const { const struct task_struct __kptr *p; } *use_to_const;
// WORKQUEUE@0
struct pointer_typedef { struct bpf_wq w; pointer_type p; } *use_pointer_typedef;
// REFERENCED_POINTER@0:task_struct REFERENCED_POINTER@8:task_struct REFERENCED_POINTER@16:task_struct REFERENCED_POINTER@24:task_struct
struct pointer_matrix { struct task_struct __kptr *p[2][2]; } *use_pointer_matrix;
// REFERENCED_POINTER@8:task_struct REFERENCED_POINTER@24:task_struct
struct pointer_structs { struct { int a; struct task_struct __kptr *p; } x[2]; } *use_pointer_structs;
// REFERENCED_POINTER@0:task_struct REFERENCED_POINTER@8:task_struct REFERENCED_POINTER@16:task_struct REFERENCED_POINTER@24:task_struct REFERENCED_POINTER@32:task_struct REFERENCED_POINTER@40:task_struct REFERENCED_POINTER@48:task_struct REFERENCED_POINTER@56:task_struct REFERENCED_POINTER@64:task_struct REFERENCED_POINTER@72:task_struct REFERENCED_POINTER@80:task_struct
struct eleven { struct task_struct __kptr *p[11]; } *use_eleven;
// TOO_MANY
struct twelve { struct task_struct __kptr *p[12]; } *use_twelve;
// TOO_MANY
struct eleven_and_one { struct bpf_wq w; struct task_struct __kptr *p[11]; } *use_eleven_and_one;
// SPIN_LOCK@0 LIST_HEAD@8:local:n
struct list { struct bpf_spin_lock l; struct bpf_list_head h __contains(local, n); } *use_list;
// RES_SPIN_LOCK@0 LIST_HEAD@8:local:n LIST_HEAD@24:local:n
struct two_lists { struct bpf_res_spin_lock l; struct bpf_list_head h[2] __contains(local, n); } *use_two_lists;
// SPIN_LOCK@0 RB_ROOT@8:local:r
struct tree { struct bpf_spin_lock l; struct bpf_rb_root h __contains(local, r); } *use_tree;
// NO_LOCK
struct list_without_lock { struct bpf_list_head h __contains(local, n); } *use_list_without_lock;
// CONTENTS
struct list_of_nothing { struct bpf_spin_lock l; struct bpf_list_head h; } *use_list_of_nothing;
// CONTENTS
struct list_of_unknown { struct bpf_spin_lock l; struct bpf_list_head h __contains(stranger, n); } *use_list_of_unknown;
// CONTENTS
struct list_by_unknown { struct bpf_spin_lock l; struct bpf_list_head h __contains(local, z); } *use_list_by_unknown;
// CONTENTS
struct list_by_tree_node { struct bpf_spin_lock l; struct bpf_list_head h __contains(local, r); } *use_list_by_tree_node;
//
struct node { struct bpf_list_node n; } *use_node;
// REFCOUNT@0 REFCOUNT@4
struct counters { struct bpf_refcount c; struct bpf_refcount d; } *use_counters;
// REPEATED
struct counter_array { struct bpf_wq w; struct bpf_refcount c[2]; } *use_counter_array;
// SPIN_LOCK@0 TIMER@8 WORKQUEUE@24 REFERENCED_POINTER@40:task_struct LIST_HEAD@48:local:n RB_ROOT@64:local:r
struct everything { struct bpf_spin_lock l; struct bpf_timer t; struct bpf_wq w; struct task_struct __kptr *p; struct bpf_list_head h __contains(local, n); struct bpf_rb_root r __contains(local, r); } *use_everything;

struct bpf_spin_lock guard __attribute__((section(".data.held")));
int number __attribute__((section(".data.held")));
struct bpf_list_head held __contains(local, n) __attribute__((section(".data.held")));
struct task_struct __kptr *tasks[2] __attribute__((section(".data.held")));
