package net.headscale.wire.tailcfg.codec;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.headscale.wire.json.JsonReader;
import net.headscale.wire.json.JsonWriter;
import net.headscale.wire.tailcfg.SshPolicy;
import net.headscale.wire.tailcfg.SshPolicy.Principal;
import net.headscale.wire.tailcfg.SshPolicy.Rule;
import net.headscale.wire.tailcfg.SshPolicy.SshAction;
import org.jspecify.annotations.Nullable;

/// [SshPolicy] as JSON.
public final class SshPolicyCodec {
    private SshPolicyCodec() {}

    /// Writes the policy as an object.
    public static void write(JsonWriter out, SshPolicy policy) {
        out.beginObject();
        out.member("rules", policy.rules(), SshPolicyCodec::writeRule);
        out.endObject();
    }

    private static void writeRule(JsonWriter out, Rule rule) {
        out.beginObject();
        out.ifPresent("ruleExpires", rule.expires());
        out.member("principals", rule.principals(), SshPolicyCodec::writePrincipal);
        out.name("sshUsers");
        out.map(rule.sshUsers(), JsonWriter::value);
        out.name("action");
        if (rule.action() == null) {
            out.nullValue();
        } else {
            SshActionCodec.write(out, rule.action());
        }
        out.ifSet("acceptEnv", rule.acceptEnv(), JsonWriter::value);
        out.endObject();
    }

    private static void writePrincipal(JsonWriter out, Principal principal) {
        out.beginObject();
        out.ifSet("node", principal.node());
        out.ifSet("nodeIP", principal.nodeIp());
        out.ifSet("userLogin", principal.userLogin());
        out.ifSet("any", principal.any());
        out.endObject();
    }

    /// Reads the object that is the current value.
    public static SshPolicy read(JsonReader in) {
        List<Rule> rules = List.of();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "rules" -> rules = in.list(SshPolicyCodec::readRule);
                default -> in.skip();
            }
        }
        return new SshPolicy(rules);
    }

    private static Rule readRule(JsonReader in) {
        @Nullable Instant expires = null;
        List<Principal> principals = List.of();
        Map<String, String> sshUsers = Map.of();
        @Nullable SshAction action = null;
        List<String> acceptEnv = List.of();
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "ruleExpires" -> expires = in.time();
                case "principals" -> principals = in.list(SshPolicyCodec::readPrincipal);
                case "sshUsers" -> sshUsers = in.map(JsonReader::string);
                case "action" -> action = SshActionCodec.read(in);
                case "acceptEnv" -> acceptEnv = in.list(JsonReader::string);
                default -> in.skip();
            }
        }
        return new Rule(expires, principals, sshUsers, action, acceptEnv);
    }

    private static Principal readPrincipal(JsonReader in) {
        String node = "";
        String nodeIp = "";
        String userLogin = "";
        boolean any = false;
        in.object();
        while (in.member()) {
            switch (in.name()) {
                case "node" -> node = in.string();
                case "nodeIP" -> nodeIp = in.string();
                case "userLogin" -> userLogin = in.string();
                case "any" -> any = in.bool();
                default -> in.skip();
            }
        }
        return new Principal(node, nodeIp, userLogin, any);
    }
}
