package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.DisplayMessage;
import net.headscale.wire.tailcfg.DisplayMessage.Action;
import org.jspecify.annotations.Nullable;

/// [DisplayMessage] as JSON.
final class DisplayMessageCodec {
    private DisplayMessageCodec() {}

    static void write(JsonWriter out, DisplayMessage message) {
        out.beginObject();
        out.member("Title", message.title());
        out.member("Text", message.text());
        out.member("Severity", message.severity());
        out.ifSet("ImpactsConnectivity", message.impactsConnectivity());
        out.ifPresent("PrimaryAction", message.primaryAction(), DisplayMessageCodec::writeAction);
        out.endObject();
    }

    private static void writeAction(JsonWriter out, Action action) {
        out.beginObject();
        out.member("URL", action.url());
        out.member("Label", action.label());
        out.endObject();
    }

    static DisplayMessage read(JsonReader in) {
        String title = "";
        String text = "";
        String severity = "";
        boolean impactsConnectivity = false;
        @Nullable Action primaryAction = null;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Title" -> title = in.string();
                case "Text" -> text = in.string();
                case "Severity" -> severity = in.string();
                case "ImpactsConnectivity" -> impactsConnectivity = in.bool();
                case "PrimaryAction" -> primaryAction = readAction(in);
                default -> in.skip();
            }
        }
        return new DisplayMessage(title, text, severity, impactsConnectivity, primaryAction);
    }

    private static Action readAction(JsonReader in) {
        String url = "";
        String label = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "URL" -> url = in.string();
                case "Label" -> label = in.string();
                default -> in.skip();
            }
        }
        return new Action(url, label);
    }
}
