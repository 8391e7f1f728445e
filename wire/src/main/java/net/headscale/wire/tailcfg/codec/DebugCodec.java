package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.Debug;
import org.jspecify.annotations.Nullable;

/// [Debug] as JSON.
final class DebugCodec {
    private DebugCodec() {}

    static void write(JsonWriter out, Debug debug) {
        out.beginObject();
        out.ifSet("SleepSeconds", debug.sleepSeconds());
        out.ifSet("DisableLogTail", debug.disableLogTail());
        out.ifPresent("Exit", debug.exitCode(), JsonWriter::value);
        out.endObject();
    }

    static Debug read(JsonReader in) {
        double sleepSeconds = 0;
        boolean disableLogTail = false;
        @Nullable Integer exitCode = null;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "SleepSeconds" -> sleepSeconds = in.float64();
                case "DisableLogTail" -> disableLogTail = in.bool();
                case "Exit" -> exitCode = in.int32();
                default -> in.skip();
            }
        }
        return new Debug(sleepSeconds, disableLogTail, exitCode);
    }
}
