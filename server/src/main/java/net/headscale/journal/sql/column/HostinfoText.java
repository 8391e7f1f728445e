package net.headscale.journal.sql.column;

import java.nio.charset.StandardCharsets;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.codec.HostinfoCodec;

/// A client's Hostinfo as the database keeps it: its JSON, members that we do not know included.
public final class HostinfoText {
    private HostinfoText() {}

    /// The Hostinfo as it is stored.
    public static String write(Hostinfo hostinfo) {
        return new String(HostinfoCodec.encode(hostinfo), StandardCharsets.UTF_8);
    }

    /// The Hostinfo that was stored.
    public static Hostinfo read(String text) {
        return HostinfoCodec.decode(text.getBytes(StandardCharsets.UTF_8));
    }
}
