package net.headscale.interop.rig;

import java.time.Duration;
import java.util.List;

/// Finds out by UDP what a router does with ports, as a client's STUN would: a scenario about routers says nothing as
/// long as nobody has seen that they are what it takes them for.
public final class NatProbe {
    private static final Duration MOST_TIME = Duration.ofSeconds(20);
    private static final int FIRST_PORT = 5301;

    private NatProbe() {}

    /// What was seen of one socket behind a router.
    ///
    /// @param mapping whether two destinations saw it under one port
    /// @param isOpen whether a third one, which it had sent nothing to, reached it
    public record Seen(NatRouter.Mapping mapping, boolean isOpen) {}

    /// Sends from a host behind a router to two ports of a host outside.
    public static Seen of(Host inside, Host outside) {
        Program mirror =
                outside.start("mirror-of-" + inside.name(), Command.of("python3", "-c", """
                import socket
                first, second, third = (socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(3))
                for i, each in enumerate((first, second, third)):
                    each.bind(("0.0.0.0", %d + i))
                print("ready", flush=True)
                for each in (first, second):
                    _, source = each.recvfrom(100)
                    each.sendto(("%%s:%%d" %% source).encode(), source)
                third.sendto(b"unasked", source)
                """.formatted(FIRST_PORT)));
        Await.until("the mirror", MOST_TIME, () -> mirror.log().contains("ready"));
        String look = """
                import socket
                here = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                here.settimeout(5)
                for port in (%2$d, %2$d + 1):
                    here.sendto(b"?", ("%1$s", port))
                    print(here.recv(100).decode())
                here.settimeout(0.5)
                try:
                    print(here.recv(100).decode())
                except TimeoutError:
                    print("nothing")
                """.formatted(outside.address(), FIRST_PORT);
        List<String> seen = inside.attempt(Command.of("python3", "-c", look).within(MOST_TIME))
                .orThrow()
                .out()
                .lines()
                .toList();
        mirror.exit(MOST_TIME);
        NatRouter.Mapping mapping = seen.get(0).equals(seen.get(1)) ? NatRouter.Mapping.EASY : NatRouter.Mapping.HARD;
        return new Seen(mapping, !seen.get(2).equals("nothing"));
    }
}
