package net.headscale.policy.language;

import java.util.List;

/// One entry of `tests`, its texts unchecked: a test that makes no sense fails when it is run.
///
/// @param line where it stands
/// @param source one selector
/// @param protocol a name or number; empty: any of the default ones
/// @param accept destinations with a port that must be reachable
/// @param deny those that must not
public record PolicyTest(int line, String source, String protocol, List<String> accept, List<String> deny) {
    public PolicyTest {
        accept = List.copyOf(accept);
        deny = List.copyOf(deny);
    }
}
