package dev.skep.packet;

import dev.skep.map.RedirectMap;
import dev.skep.packet.Redirect.Direction;
import java.util.Optional;

/// The redirects that a program asked for last: most programs send packet after packet to the same
/// place, which then takes no new object each time.
final class KnownRedirects {
    private Redirect.ToInterface toInterface = new Redirect.ToInterface(0, Direction.EGRESS);
    private Redirect.ToEntry toEntry = new Redirect.ToEntry(null, 0, 0);
    private Optional<Redirect> last = Optional.empty();

    Optional<Redirect> toInterface(int ifindex, Direction direction) {
        if (toInterface.ifindex() != ifindex || toInterface.direction() != direction) {
            toInterface = new Redirect.ToInterface(ifindex, direction);
        }
        return of(toInterface);
    }

    Optional<Redirect> toEntry(RedirectMap map, long key, long target) {
        if (toEntry.map() != map || toEntry.key() != key || toEntry.target() != target) {
            toEntry = new Redirect.ToEntry(map, key, target);
        }
        return of(toEntry);
    }

    private Optional<Redirect> of(Redirect redirect) {
        if (last.orElse(null) != redirect) {
            last = Optional.of(redirect);
        }
        return last;
    }
}
