package net.headscale.journal.sql;

import java.nio.charset.StandardCharsets;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.codec.HostinfoCodec;

/// A client's Hostinfo as the database keeps it: its JSON, members that we do not know included.
final class HostinfoText {
    private HostinfoText() {}

    static String write(Hostinfo hostinfo) {
        return new String(HostinfoCodec.encode(hostinfo), StandardCharsets.UTF_8);
    }

    static Hostinfo read(String text) {
        return HostinfoCodec.decode(text.getBytes(StandardCharsets.UTF_8));
    }
}
