package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.TkaInfo;

/// [TkaInfo] as JSON.
final class TkaInfoCodec {
    private TkaInfoCodec() {}

    static void write(JsonWriter out, TkaInfo info) {
        out.beginObject();
        out.ifSet("Head", info.head());
        out.ifSet("Disabled", info.isDisabled());
        out.endObject();
    }

    static TkaInfo read(JsonReader in) {
        String head = "";
        boolean isDisabled = false;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Head" -> head = in.string();
                case "Disabled" -> isDisabled = in.bool();
                default -> in.skip();
            }
        }
        return new TkaInfo(head, isDisabled);
    }
}
