package dev.skep.cli.life;

import dev.skep.host.BpfMap;
import dev.skep.program.Globals;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/// A global variable of 64 bits in a loaded object, read and written while programs use it. User
/// space writes all variables of a map at once: what programs change has to stand in another one.
///
/// @param map the map of the section that it stands in
record Variable(BpfMap map, int offset) {
    private static final byte[] KEY = new byte[Integer.BYTES];

    /// The variable of that name.
    ///
    /// @throws dev.skep.diag.LinkException if there is none of that size
    static Variable of(List<? extends BpfMap> maps, String name) {
        for (BpfMap map : maps) {
            for (Globals.Variable variable :
                    map.definition().globals().map(Globals::variables).orElse(List.of())) {
                if (variable.name().equals(name) && variable.size() == Long.BYTES) {
                    return new Variable(map, variable.offset());
                }
            }
        }
        throw World.notLife("it has no variable %s of 64 bits".formatted(name));
    }

    long get() {
        return bytes(map.lookup(KEY).orElseThrow()).getLong(offset);
    }

    void set(long value) {
        byte[] all = map.lookup(KEY).orElseThrow();
        bytes(all).putLong(offset, value);
        map.update(KEY, all, BpfMap.ANY);
    }

    private static ByteBuffer bytes(byte[] all) {
        return ByteBuffer.wrap(all).order(ByteOrder.nativeOrder());
    }
}
