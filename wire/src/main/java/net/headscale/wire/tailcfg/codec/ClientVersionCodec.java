package net.headscale.wire.tailcfg.codec;

import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.ClientVersion;

/// [ClientVersion] as JSON.
final class ClientVersionCodec {
    private ClientVersionCodec() {}

    static void write(JsonWriter out, ClientVersion version) {
        out.beginObject();
        out.ifSet("RunningLatest", version.runningLatest());
        out.ifSet("LatestVersion", version.latestVersion());
        out.ifSet("UrgentSecurityUpdate", version.urgentSecurityUpdate());
        out.ifSet("Notify", version.notifyUser());
        out.ifSet("NotifyURL", version.notifyUrl());
        out.ifSet("NotifyText", version.notifyText());
        out.endObject();
    }

    static ClientVersion read(JsonReader in) {
        boolean runningLatest = false;
        String latestVersion = "";
        boolean urgentSecurityUpdate = false;
        boolean notifyUser = false;
        String notifyUrl = "";
        String notifyText = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "RunningLatest" -> runningLatest = in.bool();
                case "LatestVersion" -> latestVersion = in.string();
                case "UrgentSecurityUpdate" -> urgentSecurityUpdate = in.bool();
                case "Notify" -> notifyUser = in.bool();
                case "NotifyURL" -> notifyUrl = in.string();
                case "NotifyText" -> notifyText = in.string();
                default -> in.skip();
            }
        }
        return new ClientVersion(runningLatest, latestVersion, urgentSecurityUpdate, notifyUser, notifyUrl, notifyText);
    }
}
