package net.headscale.control;

import java.io.Serial;
import net.headscale.wire.tailcfg.Hostinfo;
import net.headscale.wire.tailcfg.codec.HostinfoCodec;
import org.jspecify.annotations.Nullable;

/// How much a client may say of its machine: it is stored, and shown to peers.
final class HostinfoLimits {
    private static final int MOST_BYTES = 64 << 10;
    private static final int MOST_ROUTES = 500;
    private static final int MOST_SERVICES = 100;

    private HostinfoLimits() {}

    /// @throws Exceeded if it is too much
    static void check(@Nullable Hostinfo said) {
        if (said == null) {
            return;
        }
        if (said.routableIps().size() > MOST_ROUTES) {
            throw new Exceeded("more than 500 advertised routes");
        }
        if (said.services().size() > MOST_SERVICES) {
            throw new Exceeded("more than 100 services");
        }
        if (HostinfoCodec.encode(said).length > MOST_BYTES) {
            throw new Exceeded("a Hostinfo of more than 64 KiB");
        }
    }

    /// A client said too much.
    static final class Exceeded extends RuntimeException {
        @Serial
        private static final long serialVersionUID = 1;

        Exceeded(String what) {
            super(what, null, false, false); // told to the client: no stack
        }
    }
}
