package net.headscale.interop;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.headscale.interop.rig.Command;
import net.headscale.interop.rig.Host;
import net.headscale.interop.rig.Program;

/// A class of this suite as a process of its own on a host of the network.
final class JavaProcess {
    private JavaProcess() {}

    /// Starts `main`.
    ///
    /// @param name of its log
    /// @param heap its most, as the JVM reads it
    static Program start(Host host, String name, String heap, Class<?> main, String... words) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heap);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(words));
        return host.start(name, Command.of(command.toArray(String[]::new)));
    }
}
