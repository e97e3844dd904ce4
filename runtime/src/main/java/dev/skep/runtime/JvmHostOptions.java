package dev.skep.runtime;

import dev.skep.helper.HostHelpers;
import dev.skep.map.MapOptions;
import dev.skep.packet.Network;
import dev.skep.vm.Environment;
import dev.skep.vm.HelperLibrary;
import dev.skep.vm.RunOptions;

/// What an embedder decides about a [JvmHost].
///
/// @param maps limits of maps, and the number of CPUs
/// @param runs fuel and tracing
/// @param environment the world that programs see in test runs
/// @param helpers what programs may call
/// @param network the routes and sockets that programs find
public record JvmHostOptions(
        MapOptions maps,
        RunOptions runs,
        Environment environment,
        HelperLibrary helpers,
        Network network) {
    /// Every helper function there is, the clocks of this machine, no tracing, no routes and
    /// sockets.
    public static JvmHostOptions defaults() {
        return new JvmHostOptions(
                MapOptions.defaults(),
                RunOptions.defaults(),
                Environment.standard(),
                new HostHelpers(),
                Network.NONE);
    }

    /// The same with other maps.
    public JvmHostOptions withMaps(MapOptions maps) {
        return new JvmHostOptions(maps, runs, environment, helpers, network);
    }

    /// The same with other runs.
    public JvmHostOptions withRuns(RunOptions runs) {
        return new JvmHostOptions(maps, runs, environment, helpers, network);
    }

    /// The same in another environment.
    public JvmHostOptions withEnvironment(Environment environment) {
        return new JvmHostOptions(maps, runs, environment, helpers, network);
    }

    /// The same with other helper functions.
    public JvmHostOptions withHelpers(HelperLibrary helpers) {
        return new JvmHostOptions(maps, runs, environment, helpers, network);
    }

    /// The same with other routes and sockets.
    public JvmHostOptions withNetwork(Network network) {
        return new JvmHostOptions(maps, runs, environment, helpers, network);
    }
}
