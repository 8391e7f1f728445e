package net.headscale.dns;

import java.util.Map;
import net.headscale.tailnet.DnsLabel;

/// What the names of each tailnet's nodes end in.
///
/// @param baseDomain such as `tail.example.com`, without a trailing dot; never empty
/// @param own by the name of a tailnet: the domain that it has instead of a sub-domain of the base domain
public record Suffixes(String baseDomain, Map<String, String> own) {
    public Suffixes {
        if (baseDomain.isEmpty() || baseDomain.endsWith(".")) {
            throw new IllegalArgumentException("expected a base domain without a trailing dot, found " + baseDomain);
        }
        own = Map.copyOf(own);
    }

    /// No tailnet has a domain of its own.
    public static Suffixes of(String baseDomain) {
        return new Suffixes(baseDomain, Map.of());
    }

    /// The suffix of one tailnet's names: the base domain for `default`, for every other its own domain, or a
    /// sub-domain of the base domain.
    ///
    /// @param tailnet the tailnet's name
    String suffixOf(String tailnet) {
        if (tailnet.equals("default")) {
            return baseDomain;
        }
        String domain = own.get(tailnet);
        return domain == null ? DnsLabel.from(tailnet) + "." + baseDomain : domain;
    }
}
