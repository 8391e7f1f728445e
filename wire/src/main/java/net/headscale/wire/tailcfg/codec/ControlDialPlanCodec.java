package net.headscale.wire.tailcfg.codec;

import java.util.List;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.ControlDialPlan;
import net.headscale.wire.tailcfg.ControlDialPlan.Candidate;
import org.jspecify.annotations.Nullable;

/// [ControlDialPlan] as JSON.
final class ControlDialPlanCodec {
    private ControlDialPlanCodec() {}

    static void write(JsonWriter out, ControlDialPlan plan) {
        out.beginObject();
        out.member("Candidates", plan.candidates(), ControlDialPlanCodec::writeCandidate);
        out.endObject();
    }

    private static void writeCandidate(JsonWriter out, Candidate candidate) {
        out.beginObject();
        out.ifPresent("IP", candidate.ip(), JsonWriter::value);
        out.ifSet("ACEHost", candidate.aceHost());
        out.ifSet("DialStartDelaySec", candidate.dialStartDelaySeconds());
        out.ifSet("DialTimeoutSec", candidate.dialTimeoutSeconds());
        out.ifSet("Priority", candidate.priority());
        out.endObject();
    }

    static ControlDialPlan read(JsonReader in) {
        List<Candidate> candidates = List.of();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "Candidates" -> candidates = in.list(ControlDialPlanCodec::readCandidate);
                default -> in.skip();
            }
        }
        return new ControlDialPlan(candidates);
    }

    private static Candidate readCandidate(JsonReader in) {
        @Nullable IpAddress ip = null;
        String aceHost = "";
        double dialStartDelaySeconds = 0;
        double dialTimeoutSeconds = 0;
        int priority = 0;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "IP" -> ip = Addresses.addressOrNone(in);
                case "ACEHost" -> aceHost = in.string();
                case "DialStartDelaySec" -> dialStartDelaySeconds = in.float64();
                case "DialTimeoutSec" -> dialTimeoutSeconds = in.float64();
                case "Priority" -> priority = in.int32();
                default -> in.skip();
            }
        }
        return new Candidate(ip, aceHost, dialStartDelaySeconds, dialTimeoutSeconds, priority);
    }
}
