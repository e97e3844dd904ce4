r1 += r2
w3 += w10
r4 += 5
w5 += -7
r0 += 0x7fffffff
w9 += 0xffffffff
r1 -= r2
w3 -= w10
r4 -= 5
w5 -= -7
r0 -= 0x7fffffff
w9 -= 0xffffffff
r1 *= r2
w3 *= w10
r4 *= 5
w5 *= -7
r0 *= 0x7fffffff
w9 *= 0xffffffff
r1 /= r2
w3 /= w10
r4 /= 5
w5 /= -7
r0 /= 0x7fffffff
w9 /= 0xffffffff
r1 s/= r2
w3 s/= w10
r4 s/= 5
w5 s/= -7
r0 s/= 0x7fffffff
w9 s/= 0xffffffff
r1 |= r2
w3 |= w10
r4 |= 5
w5 |= -7
r0 |= 0x7fffffff
w9 |= 0xffffffff
r1 &= r2
w3 &= w10
r4 &= 5
w5 &= -7
r0 &= 0x7fffffff
w9 &= 0xffffffff
r1 <<= r2
w3 <<= w10
r4 <<= 5
w5 <<= -7
r0 <<= 0x7fffffff
w9 <<= 0xffffffff
r1 >>= r2
w3 >>= w10
r4 >>= 5
w5 >>= -7
r0 >>= 0x7fffffff
w9 >>= 0xffffffff
r1 %= r2
w3 %= w10
r4 %= 5
w5 %= -7
r0 %= 0x7fffffff
w9 %= 0xffffffff
r1 s%= r2
w3 s%= w10
r4 s%= 5
w5 s%= -7
r0 s%= 0x7fffffff
w9 s%= 0xffffffff
r1 ^= r2
w3 ^= w10
r4 ^= 5
w5 ^= -7
r0 ^= 0x7fffffff
w9 ^= 0xffffffff
r1 = r2
w3 = w10
r4 = 5
w5 = -7
r0 = 0x7fffffff
w9 = 0xffffffff
r1 s>>= r2
w3 s>>= w10
r4 s>>= 5
w5 s>>= -7
r0 s>>= 0x7fffffff
w9 s>>= 0xffffffff
if r1 == r2 goto +3
if w1 == w2 goto -3
if r1 == 5 goto +0x7f
if w1 == -1 goto 0
if r1 > r2 goto +3
if w1 > w2 goto -3
if r1 > 5 goto +0x7f
if w1 > -1 goto 0
if r1 >= r2 goto +3
if w1 >= w2 goto -3
if r1 >= 5 goto +0x7f
if w1 >= -1 goto 0
if r1 & r2 goto +3
if w1 & w2 goto -3
if r1 & 5 goto +0x7f
if w1 & -1 goto 0
if r1 != r2 goto +3
if w1 != w2 goto -3
if r1 != 5 goto +0x7f
if w1 != -1 goto 0
if r1 s> r2 goto +3
if w1 s> w2 goto -3
if r1 s> 5 goto +0x7f
if w1 s> -1 goto 0
if r1 s>= r2 goto +3
if w1 s>= w2 goto -3
if r1 s>= 5 goto +0x7f
if w1 s>= -1 goto 0
if r1 < r2 goto +3
if w1 < w2 goto -3
if r1 < 5 goto +0x7f
if w1 < -1 goto 0
if r1 <= r2 goto +3
if w1 <= w2 goto -3
if r1 <= 5 goto +0x7f
if w1 <= -1 goto 0
if r1 s< r2 goto +3
if w1 s< w2 goto -3
if r1 s< 5 goto +0x7f
if w1 s< -1 goto 0
if r1 s<= r2 goto +3
if w1 s<= w2 goto -3
if r1 s<= 5 goto +0x7f
if w1 s<= -1 goto 0
r1 = *(u8 *)(r2 + 4)
*(u8 *)(r10 - 8) = r3
*(u8 *)(r10 - 0x10) = -5
r0 = *(u8 *)(r1 - 32768)
w1 = *(u8 *)(r2 + 0x7fff)
*(u8 *)(r1 + 0) = w2
r0 = *(u8 *)skb[12]
r0 = *(u8 *)skb[r7]
r1 = *(s8 *)(r2 - 1)
r1 = *(u16 *)(r2 + 4)
*(u16 *)(r10 - 8) = r3
*(u16 *)(r10 - 0x10) = -5
r0 = *(u16 *)(r1 - 32768)
w1 = *(u16 *)(r2 + 0x7fff)
*(u16 *)(r1 + 0) = w2
r0 = *(u16 *)skb[12]
r0 = *(u16 *)skb[r7]
r1 = *(s16 *)(r2 - 1)
r1 = *(u32 *)(r2 + 4)
*(u32 *)(r10 - 8) = r3
*(u32 *)(r10 - 0x10) = -5
r0 = *(u32 *)(r1 - 32768)
w1 = *(u32 *)(r2 + 0x7fff)
*(u32 *)(r1 + 0) = w2
r0 = *(u32 *)skb[12]
r0 = *(u32 *)skb[r7]
r1 = *(s32 *)(r2 - 1)
r1 = *(u64 *)(r2 + 4)
*(u64 *)(r10 - 8) = r3
*(u64 *)(r10 - 0x10) = -5
r0 = *(u64 *)(r1 - 32768)
lock *(u64 *)(r1 + 8) += r2
lock *(u32 *)(r1 - 8) += w2
r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)
w2 = atomic_fetch_add((u32 *)(r1 + 0), w2)
lock *(u64 *)(r1 + 8) |= r2
lock *(u32 *)(r1 - 8) |= w2
r2 = atomic_fetch_or((u64 *)(r1 + 0), r2)
w2 = atomic_fetch_or((u32 *)(r1 + 0), w2)
lock *(u64 *)(r1 + 8) &= r2
lock *(u32 *)(r1 - 8) &= w2
r2 = atomic_fetch_and((u64 *)(r1 + 0), r2)
w2 = atomic_fetch_and((u32 *)(r1 + 0), w2)
lock *(u64 *)(r1 + 8) ^= r2
lock *(u32 *)(r1 - 8) ^= w2
r2 = atomic_fetch_xor((u64 *)(r1 + 0), r2)
w2 = atomic_fetch_xor((u32 *)(r1 + 0), w2)
lock *(u32 *)(r1 + 0) += r2
r0 = cmpxchg_64(r1 + 0, r0, r2)
w0 = cmpxchg32_32(r1 - 8, w0, w2)
r1 = xchg_64(r1 + 0, r1)
w1 = xchg32_32(r1 + 0, w1)
r3 = bswap16 r3
r3 = bswap32 r3
r3 = bswap64 r3
r3 = be16 r3
r3 = be32 r3
r3 = be64 r3
r3 = le16 r3
r3 = le32 r3
r3 = le64 r3
r1 = (s8)r2
r1 = (s16)r2
r1 = (s32)r2
w1 = (s8)w2
w1 = (s16)w2
r1 = -r1
w1 = -w1
r1 = addr_space_cast(r2, 1, 0)
r1 = addr_space_cast(r2, 0, 1)
r1 = 0x1234567890 ll
r1 = -1 ll
r1 = 0xffffffffffffffff ll
r1 = 5 ll
ld_pseudo r1, 1, 5
ld_pseudo r2, 4, 3
r1 = 4294967295
r1 = 010
r1 = 0b101
R1 = 5
goto +3
goto -1
goto 5
gotol +5
gotol -5
may_goto +3
call 12
call -1
call 0xc
callx r1
exit # done
r0=*(u32*)(r1+4)
  r1  =  5
start:
r1 += 1
if r1 < 10 goto start
goto end
gotol start
r2 = 1 ll
may_goto end
end: exit
