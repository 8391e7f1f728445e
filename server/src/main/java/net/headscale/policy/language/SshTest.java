package net.headscale.policy.language;

import java.util.List;

/// One entry of `sshTests`.
///
/// @param line where it stands
/// @param source one selector
/// @param destinations selectors
/// @param accept users that may log in
/// @param check users that may, after a check
/// @param deny users that may not
public record SshTest(
        int line,
        String source,
        List<String> destinations,
        List<String> accept,
        List<String> check,
        List<String> deny) {
    public SshTest {
        destinations = List.copyOf(destinations);
        accept = List.copyOf(accept);
        check = List.copyOf(check);
        deny = List.copyOf(deny);
    }
}
