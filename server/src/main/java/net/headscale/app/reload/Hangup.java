package net.headscale.app.reload;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.slf4j.LoggerFactory;

/// The signal SIGHUP, by which operators and service managers ask for the configuration to be read again.
///
/// The JDK has no public interface to signals. `sun.misc.Signal` is exported and kept for this very purpose (JEP
/// 260), but javac warns of the name in a way that cannot be silenced for one class: hence reflection, here only.
public final class Hangup {
    private Hangup() {}

    /// Has `action` run at every SIGHUP from now on, which ends the process otherwise. Where that cannot be had, a
    /// warning says so.
    public static void handle(Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            MethodHandle run = MethodHandles.lookup()
                    .findVirtual(
                            Runnable.class,
                            "run",
                            MethodType.methodType(void.class)) // the class of a lambda is nobody else's
                    .bindTo(action);
            Object ours = MethodHandleProxies.asInterfaceInstance(handler, MethodHandles.dropArguments(run, 0, signal));
            Object hangup = signal.getConstructor(String.class).newInstance("HUP");
            signal.getMethod("handle", signal, handler).invoke(null, hangup, ours);
        } catch (ReflectiveOperationException | IllegalArgumentException unavailable) {
            LoggerFactory.getLogger(Hangup.class)
                    .atWarn()
                    .addKeyValue("reason", String.valueOf(unavailable.getMessage()))
                    .log("SIGHUP cannot be handled");
        }
    }
}
