package net.headscale.wire.tailcfg.endpoint;

import java.util.List;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.tailcfg.endpoint.SshEventNotifyRequest.RecordingAttempt;
import org.jspecify.annotations.Nullable;

/// [SshEventNotifyRequest] as JSON.
public final class SshEventNotifyRequestCodec {
    private SshEventNotifyRequestCodec() {}

    /// The UTF-8 bytes of `request`.
    public static byte[] encode(SshEventNotifyRequest request) {
        return JsonWriter.bytes(out -> {
            out.beginObject();
            out.member("EventType", request.eventType());
            out.member("ConnectionID", request.connectionId());
            out.member("CapVersion", request.capVersion());
            out.member("NodeKey", request.nodeKey());
            out.member("SrcNode", request.srcNode());
            out.member("SSHUser", request.sshUser());
            out.member("LocalUser", request.localUser());
            out.member("RecordingAttempts", request.recordingAttempts(), SshEventNotifyRequestCodec::writeAttempt);
            out.endObject();
        });
    }

    private static void writeAttempt(JsonWriter out, RecordingAttempt attempt) {
        out.beginObject();
        out.member(
                "Recorder", attempt.recorder() == null ? "" : attempt.recorder().toString());
        out.member("FailureMessage", attempt.failureMessage());
        out.endObject();
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not such a request
    public static SshEventNotifyRequest decode(byte[] document) {
        return JsonReader.read(document, SshEventNotifyRequestCodec::read);
    }

    private static SshEventNotifyRequest read(JsonReader in) {
        int eventType = 0;
        String connectionId = "";
        int capVersion = 0;
        NodeKey nodeKey = NodeKey.ZERO;
        long srcNode = 0;
        String sshUser = "";
        String localUser = "";
        List<RecordingAttempt> attempts = List.of();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "EventType" -> eventType = in.int32();
                case "ConnectionID" -> connectionId = in.string();
                case "CapVersion" -> capVersion = in.int32();
                case "NodeKey" -> nodeKey = in.parsed("a node key", NodeKey::parse);
                case "SrcNode" -> srcNode = in.int64();
                case "SSHUser" -> sshUser = in.string();
                case "LocalUser" -> localUser = in.string();
                case "RecordingAttempts" -> attempts = in.list(SshEventNotifyRequestCodec::readAttempt);
                default -> in.skip();
            }
        }
        return new SshEventNotifyRequest(
                eventType, connectionId, capVersion, nodeKey, srcNode, sshUser, localUser, attempts);
    }

    private static RecordingAttempt readAttempt(JsonReader in) {
        @Nullable Endpoint recorder = null;
        String failureMessage = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Recorder" ->
                    recorder = in.parsed("an address and a port", text -> text.isEmpty() ? null : Endpoint.parse(text));
                case "FailureMessage" -> failureMessage = in.string();
                default -> in.skip();
            }
        }
        return new RecordingAttempt(recorder, failureMessage);
    }
}
