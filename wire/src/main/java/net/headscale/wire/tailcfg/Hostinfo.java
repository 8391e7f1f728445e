package net.headscale.wire.tailcfg;

import java.util.List;
import net.headscale.wire.net.Prefix;

/// What a client says of its machine.
///
/// @param json the object as it came, unknown members and all
/// @param hostname the machine's name, verbatim
/// @param os such as `linux`
/// @param ipnVersion the client's release
/// @param routableIps the prefixes it offers to serve
/// @param requestTags the tags it asks for
public record Hostinfo(
        String json,
        String hostname,
        String os,
        String ipnVersion,
        List<Prefix> routableIps,
        List<String> requestTags) {
    /// Nothing said.
    public static final Hostinfo EMPTY = new Hostinfo("{}", "", "", "", List.of(), List.of());

    public Hostinfo {
        routableIps = List.copyOf(routableIps);
        requestTags = List.copyOf(requestTags);
    }
}
