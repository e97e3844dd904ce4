/// The command line.
module dev.skep.cli {
    requires dev.skep.linux;
    requires dev.skep.runtime;
    requires info.picocli;
    requires tools.jackson.core;

    opens dev.skep.cli to
            info.picocli;
}
