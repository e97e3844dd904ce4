// The same for a younger instruction set.
// clang: -mcpu=v4
#include "callback_context.bpf.c"
