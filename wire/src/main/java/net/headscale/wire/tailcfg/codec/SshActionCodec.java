package net.headscale.wire.tailcfg.codec;

import java.time.Duration;
import java.util.List;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.tailcfg.SshPolicy.RecorderFailure;
import net.headscale.wire.tailcfg.SshPolicy.SshAction;
import org.jspecify.annotations.Nullable;

/// [SshAction] as JSON: part of a policy, and by itself the answer to a delegated check.
public final class SshActionCodec {
    private SshActionCodec() {}

    /// The UTF-8 bytes of `action`.
    public static byte[] encode(SshAction action) {
        return JsonWriter.bytes(out -> write(out, action));
    }

    /// Reads a document.
    ///
    /// @throws net.headscale.wire.json.MalformedMessage if it is not an action
    public static SshAction decode(byte[] document) {
        return JsonReader.read(document, SshActionCodec::read);
    }

    static void write(JsonWriter out, SshAction action) {
        out.beginObject();
        out.ifSet("message", action.message());
        out.ifSet("reject", action.reject());
        out.ifSet("accept", action.accept());
        out.ifSet("sessionDuration", action.sessionDuration().toNanos());
        out.ifSet("allowAgentForwarding", action.allowAgentForwarding());
        out.ifSet("holdAndDelegate", action.holdAndDelegate());
        out.ifSet("allowLocalPortForwarding", action.allowLocalPortForwarding());
        out.ifSet("allowRemotePortForwarding", action.allowRemotePortForwarding());
        out.ifSet("recorders", action.recorders(), JsonWriter::value);
        out.ifPresent("onRecordingFailure", action.onRecordingFailure(), SshActionCodec::writeFailure);
        out.endObject();
    }

    /// The names within are capitalised, unlike all others of the policy.
    private static void writeFailure(JsonWriter out, RecorderFailure failure) {
        out.beginObject();
        out.ifSet("RejectSessionWithMessage", failure.rejectSessionWithMessage());
        out.ifSet("TerminateSessionWithMessage", failure.terminateSessionWithMessage());
        out.ifSet("NotifyURL", failure.notifyUrl());
        out.endObject();
    }

    static SshAction read(JsonReader in) {
        String message = "";
        boolean reject = false;
        boolean accept = false;
        Duration sessionDuration = Duration.ZERO;
        boolean allowAgentForwarding = false;
        String holdAndDelegate = "";
        boolean allowLocalPortForwarding = false;
        boolean allowRemotePortForwarding = false;
        List<Endpoint> recorders = List.of();
        @Nullable RecorderFailure onRecordingFailure = null;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "message" -> message = in.string();
                case "reject" -> reject = in.bool();
                case "accept" -> accept = in.bool();
                case "sessionDuration" -> sessionDuration = Duration.ofNanos(in.int64());
                case "allowAgentForwarding" -> allowAgentForwarding = in.bool();
                case "holdAndDelegate" -> holdAndDelegate = in.string();
                case "allowLocalPortForwarding" -> allowLocalPortForwarding = in.bool();
                case "allowRemotePortForwarding" -> allowRemotePortForwarding = in.bool();
                case "recorders" -> recorders = in.list(Addresses::endpoint);
                case "onRecordingFailure" -> onRecordingFailure = readFailure(in);
                default -> in.skip();
            }
        }
        return new SshAction(
                message,
                reject,
                accept,
                sessionDuration,
                allowAgentForwarding,
                holdAndDelegate,
                allowLocalPortForwarding,
                allowRemotePortForwarding,
                recorders,
                onRecordingFailure);
    }

    private static RecorderFailure readFailure(JsonReader in) {
        String reject = "";
        String terminate = "";
        String notifyUrl = "";
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "RejectSessionWithMessage" -> reject = in.string();
                case "TerminateSessionWithMessage" -> terminate = in.string();
                case "NotifyURL" -> notifyUrl = in.string();
                default -> in.skip();
            }
        }
        return new RecorderFailure(reject, terminate, notifyUrl);
    }
}
