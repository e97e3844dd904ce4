package dev.skep.helper;

import dev.skep.host.Errno;
import dev.skep.memory.OffHeap;
import dev.skep.packet.PacketBuffer;
import dev.skep.vm.Execution;
import dev.skep.vm.HelperFunction;
import java.util.Map;

/// Internet checksums. Packets of a capture carry no checksum state from a device, as those of the
/// kernel's test run: what asks for that state is refused.
final class ChecksumHelpers {
    private static final long SIZE = 0xf;
    private static final long PSEUDO_HEADER = 0x10;
    private static final long KEEP_ZERO = 0x20;
    private static final long ENFORCE = 0x40;
    private static final long IPV6 = 0x80;
    private static final int LAST_OFFSET = 0xffff;

    private static final int LEVEL_QUERY = 0;
    private static final int LEVEL_RESET = 3;

    static final Map<String, HelperFunction> FUNCTIONS =
            Map.of(
                    "csum_diff", ChecksumHelpers::difference,
                    "l3_csum_replace", ChecksumHelpers::replaceLayer3,
                    "l4_csum_replace", ChecksumHelpers::replaceLayer4,
                    "csum_update", (_, _, _, _, _, _) -> Errno.ENOTSUPP.result(),
                    "csum_level", ChecksumHelpers::level);

    private ChecksumHelpers() {}

    private static long difference(
            Execution run, long from, long fromSize, long to, long toSize, long seed) {
        run.memory().requireReadable(from, fromSize);
        run.memory().requireReadable(to, toSize);
        // The verifier, as the kernel's, allows NULL with any size.
        if (from == 0 && fromSize != 0 || to == 0 && toSize != 0) {
            throw run.fault("bytes at NULL cannot be summed", "");
        }
        int added = InternetChecksum.sum(to, toSize, (int) seed);
        int removed = InternetChecksum.sum(from, fromSize, 0);
        return fromSize == 0 && toSize == 0
                ? InternetChecksum.to16((int) seed)
                : InternetChecksum.to16(InternetChecksum.add(added, ~removed));
    }

    private static long replaceLayer3(
            Execution run, long context, long offset, long from, long to, long flags) {
        if ((flags & ~SIZE) != 0) {
            return Errno.EINVAL.result();
        }
        long at = Arguments.unsigned(offset);
        PacketBuffer packet = Arguments.socketBuffer(run).packet();
        if (at > LAST_OFFSET || at % 2 != 0 || !packet.has(at, 2)) {
            return Errno.EFAULT.result();
        }
        long checksum = packet.data() + at;
        switch ((int) (flags & SIZE)) {
            case 0 -> {
                if (from != 0) {
                    return Errno.EINVAL.result();
                }
                InternetChecksum.replaceByDifference(checksum, (int) to);
            }
            case 2 -> InternetChecksum.replace2(checksum, (int) from, (int) to);
            case 4 -> InternetChecksum.replace4(checksum, (int) from, (int) to);
            default -> {
                return Errno.EINVAL.result();
            }
        }
        return 0;
    }

    private static long replaceLayer4(
            Execution run, long context, long offset, long from, long to, long flags) {
        if ((flags & ~(SIZE | PSEUDO_HEADER | KEEP_ZERO | ENFORCE | IPV6)) != 0) {
            return Errno.EINVAL.result();
        }
        long at = Arguments.unsigned(offset);
        PacketBuffer packet = Arguments.socketBuffer(run).packet();
        if (at > LAST_OFFSET || at % 2 != 0 || !packet.has(at, 2)) {
            return Errno.EFAULT.result();
        }
        long checksum = packet.data() + at;
        boolean keepZero = (flags & KEEP_ZERO) != 0;
        if (keepZero && (flags & ENFORCE) == 0 && OffHeap.getShort(checksum) == 0) {
            return 0;
        }
        switch ((int) (flags & SIZE)) {
            case 0 -> {
                if (from != 0) {
                    return Errno.EINVAL.result();
                }
                InternetChecksum.replaceByDifference(checksum, (int) to);
            }
            case 2 -> InternetChecksum.replace4(checksum, (int) from & 0xffff, (int) to & 0xffff);
            case 4 -> InternetChecksum.replace4(checksum, (int) from, (int) to);
            default -> {
                return Errno.EINVAL.result();
            }
        }
        if (keepZero && OffHeap.getShort(checksum) == 0) {
            OffHeap.putShort(checksum, (short) -1);
        }
        return 0;
    }

    private static long level(Execution run, long context, long level, long r3, long r4, long r5) {
        if (level < LEVEL_QUERY || level > LEVEL_RESET) {
            return Errno.EINVAL.result();
        }
        return level == LEVEL_QUERY ? Errno.EACCES.result() : 0;
    }
}
