package dev.skep.helper;

import dev.skep.spec.ArgumentKind;
import dev.skep.spec.Availability;
import dev.skep.spec.Helper;
import dev.skep.spec.Helpers;
import dev.skep.spec.Kfunc;
import dev.skep.spec.Kfuncs;
import dev.skep.vm.HelperFunction;
import dev.skep.vm.HelperLibrary;
import dev.skep.vm.HelperLibrary.Binding;
import dev.skep.vm.MapFunction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// All helper functions that the JVM host offers, bound to their rows in [Helpers], and all kernel
/// functions, bound to theirs in [Kfuncs]. What a row calls unavailable stays so, for the row's
/// reason. Besides, under negative numbers, what classic filters need when they are translated.
public final class HostHelpers implements HelperLibrary {
    private static final String NO_SUCH_HELPER = "Linux 6.18 has no helper function of that number";

    private static final String NO_SUCH_KFUNC = "Linux 6.18 has no kernel function of that name";

    private final List<Binding> bindings;
    private final Map<String, Binding> kfuncs = new HashMap<>();

    /// Binds every function to its row.
    public HostHelpers() {
        Map<String, HelperFunction> functions = functions();
        Map<String, MapFunction> onMaps = onMaps();
        List<Binding> rows = new ArrayList<>();
        for (Helper helper : Helpers.all()) {
            rows.add(
                    switch (helper.jvm()) {
                        case Availability.Unavailable(String reason) ->
                                new Binding.Unavailable(reason);
                        case Availability.Available() ->
                                bind(
                                        helper,
                                        functions.get(helper.name()),
                                        onMaps.get(helper.name()));
                    });
        }
        bindings = Collections.unmodifiableList(rows);
        Map<String, HelperFunction> bodies = kernelFunctions();
        for (Kfunc kfunc : Kfuncs.all()) {
            kfuncs.put(
                    kfunc.name(),
                    switch (kfunc.jvm()) {
                        case Availability.Unavailable(String reason) ->
                                new Binding.Unavailable(reason);
                        case Availability.Available() ->
                                new Binding.Available(
                                        Objects.requireNonNull(
                                                bodies.get(kfunc.name()), kfunc.name()));
                    });
        }
    }

    @Override
    public Binding find(int id) {
        if (id >= 1 && id <= bindings.size()) {
            return bindings.get(id - 1);
        }
        HelperFunction extension = ClassicExtensions.FUNCTIONS.get(id);
        return extension == null
                ? new Binding.Unavailable(NO_SUCH_HELPER)
                : new Binding.Available(extension);
    }

    @Override
    public Binding kfunc(String name) {
        return kfuncs.getOrDefault(name, new Binding.Unavailable(NO_SUCH_KFUNC));
    }

    /// The kernel functions by their names.
    static Map<String, HelperFunction> kernelFunctions() {
        Map<String, HelperFunction> all = new HashMap<>();
        all.putAll(NumberIterator.FUNCTIONS);
        all.putAll(Sections.FUNCTIONS);
        return all;
    }

    /// The functions by their names in the table.
    static Map<String, HelperFunction> functions() {
        Map<String, HelperFunction> all = new HashMap<>();
        all.putAll(RingBufferHelpers.FUNCTIONS);
        all.putAll(DynptrHelpers.FUNCTIONS);
        all.putAll(EnvironmentHelpers.FUNCTIONS);
        all.putAll(ControlHelpers.FUNCTIONS);
        all.putAll(TimerHelpers.FUNCTIONS);
        all.putAll(TextHelpers.FUNCTIONS);
        all.putAll(ChecksumHelpers.FUNCTIONS);
        all.putAll(XdpHelpers.FUNCTIONS);
        all.putAll(SocketBufferBytes.FUNCTIONS);
        all.putAll(SocketBufferRoom.FUNCTIONS);
        all.putAll(AdjustRoom.FUNCTIONS);
        all.putAll(SocketBufferState.FUNCTIONS);
        all.putAll(TunnelHelpers.FUNCTIONS);
        all.putAll(RedirectHelpers.FUNCTIONS);
        all.putAll(RouteHelpers.FUNCTIONS);
        all.putAll(SocketHelpers.FUNCTIONS);
        all.putAll(SynCookieHelpers.FUNCTIONS);
        return all;
    }

    /// The functions that work on the map of one of their arguments.
    static Map<String, MapFunction> onMaps() {
        Map<String, MapFunction> all = new HashMap<>();
        all.putAll(MapHelpers.ON_MAPS);
        all.putAll(RingBufferHelpers.ON_MAPS);
        all.putAll(DynptrHelpers.ON_MAPS);
        all.putAll(PerfHelpers.ON_MAPS);
        all.putAll(ControlHelpers.ON_MAPS);
        all.putAll(RedirectHelpers.ON_MAPS);
        all.putAll(TimerHelpers.ON_MAPS);
        return all;
    }

    private static Binding bind(Helper helper, HelperFunction function, MapFunction onMap) {
        if (onMap == null) {
            return new Binding.Available(Objects.requireNonNull(function, helper.name()));
        }
        List<ArgumentKind> kinds = helper.arguments().stream().map(a -> a.kind()).toList();
        return new Binding.OnMap(kinds.indexOf(ArgumentKind.MAP), onMap);
    }
}
