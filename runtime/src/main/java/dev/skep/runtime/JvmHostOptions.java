package dev.skep.runtime;

import dev.skep.diag.TrapException;
import dev.skep.helper.HostHelpers;
import dev.skep.map.MapOptions;
import dev.skep.packet.Network;
import dev.skep.vm.Environment;
import dev.skep.vm.HelperLibrary;
import dev.skep.vm.RunOptions;
import dev.skep.vm.TimeSource;
import java.util.function.Consumer;

/// What an embedder decides about a [JvmHost].
///
/// @param maps limits of maps, and the number of CPUs
/// @param runs fuel and tracing
/// @param environment the world that programs see in test runs
/// @param helpers what programs may call
/// @param network the routes and sockets that programs find
/// @param traps what is told of a trap in a run that nobody waits for: the callback of a timer, in
///   a program that is interpreted. What it throws in turn comes out of the step of a
///   [dev.skep.vm.VirtualClock], or goes to the handler for uncaught exceptions of the host's own
///   thread
public record JvmHostOptions(
        MapOptions maps,
        RunOptions runs,
        Environment environment,
        HelperLibrary helpers,
        Network network,
        Consumer<TrapException> traps) {
    /// Every helper function there is, the clocks of this machine, no tracing, no routes and
    /// sockets; traps are thrown on.
    public static JvmHostOptions defaults() {
        return new JvmHostOptions(
                MapOptions.defaults(),
                RunOptions.defaults(),
                Environment.standard(),
                new HostHelpers(),
                Network.NONE,
                trap -> {
                    throw trap;
                });
    }

    /// The same with other maps.
    public JvmHostOptions withMaps(MapOptions maps) {
        return new JvmHostOptions(maps, runs, environment, helpers, network, traps);
    }

    /// The same with other runs.
    public JvmHostOptions withRuns(RunOptions runs) {
        return new JvmHostOptions(maps, runs, environment, helpers, network, traps);
    }

    /// The same in another environment.
    public JvmHostOptions withEnvironment(Environment environment) {
        return new JvmHostOptions(maps, runs, environment, helpers, network, traps);
    }

    /// The same with other helper functions.
    public JvmHostOptions withHelpers(HelperLibrary helpers) {
        return new JvmHostOptions(maps, runs, environment, helpers, network, traps);
    }

    /// The same with other routes and sockets.
    public JvmHostOptions withNetwork(Network network) {
        return new JvmHostOptions(maps, runs, environment, helpers, network, traps);
    }

    /// The same by other clocks: [dev.skep.vm.VirtualClock] is one that is moved by hand.
    public JvmHostOptions withTime(TimeSource time) {
        return withEnvironment(environment.withTime(time));
    }

    /// The same with something else that is told of traps.
    public JvmHostOptions withTraps(Consumer<TrapException> traps) {
        return new JvmHostOptions(maps, runs, environment, helpers, network, traps);
    }
}
