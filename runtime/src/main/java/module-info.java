/// The JVM host: runs programs inside this process.
module dev.skep.runtime {
    requires transitive dev.skep.core;
    requires transitive dev.skep.verifier;

    exports dev.skep.capture;
    exports dev.skep.helper;
    exports dev.skep.hook;
    exports dev.skep.jit;
    exports dev.skep.map;
    exports dev.skep.packet;
    exports dev.skep.runtime;
    exports dev.skep.timer;
    exports dev.skep.vm;
}
