package net.headscale.wire.tailcfg;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.headscale.wire.net.Endpoint;
import org.jspecify.annotations.Nullable;

/// Who may enter a node by Tailscale SSH; the first rule that matches principal and user decides.
///
/// @param rules empty means nobody, which is not the same as sending no policy
public record SshPolicy(List<Rule> rules) {
    public SshPolicy {
        rules = List.copyOf(rules);
    }

    /// One rule.
    ///
    /// @param expires after this it no longer counts; `null` is never
    /// @param sshUsers from the user asked for (or `*`) to the local user; `=` is the same name, never root
    /// @param action `null` makes clients skip the rule
    /// @param acceptEnv patterns of environment variables to take over
    public record Rule(
            @Nullable Instant expires,
            List<Principal> principals,
            Map<String, String> sshUsers,
            @Nullable SshAction action,
            List<String> acceptEnv) {
        public Rule {
            principals = List.copyOf(principals);
            sshUsers = Collections.unmodifiableMap(new TreeMap<>(sshUsers));
            acceptEnv = List.copyOf(acceptEnv);
        }
    }

    /// Whom a rule is about; any one set component suffices.
    ///
    /// @param node a stable node id
    /// @param userLogin the login name in the profile of the source node's user
    public record Principal(String node, String nodeIp, String userLogin, boolean any) {
        /// Everybody.
        public static Principal anyone() {
            return new Principal("", "", "", true);
        }

        /// The node of this address.
        public static Principal address(String nodeIp) {
            return new Principal("", nodeIp, "", false);
        }

        /// The nodes of this user.
        public static Principal user(String loginName) {
            return new Principal("", "", loginName, false);
        }
    }

    /// What happens to a connection; also the answer to a delegated check.
    ///
    /// @param message shown to the user before anything else
    /// @param sessionDuration zero is without limit
    /// @param holdAndDelegate where to ask for another action; empty decides here
    /// @param onRecordingFailure `null` goes on without recording
    public record SshAction(
            String message,
            boolean reject,
            boolean accept,
            Duration sessionDuration,
            boolean allowAgentForwarding,
            String holdAndDelegate,
            boolean allowLocalPortForwarding,
            boolean allowRemotePortForwarding,
            List<Endpoint> recorders,
            @Nullable RecorderFailure onRecordingFailure) {
        public SshAction {
            recorders = List.copyOf(recorders);
        }

        /// Refuses with a message.
        public static SshAction refuse(String message) {
            return new SshAction(message, true, false, Duration.ZERO, false, "", false, false, List.of(), null);
        }

        /// Lets in, with every kind of forwarding.
        public static SshAction admit(Duration sessionDuration) {
            return new SshAction("", false, true, sessionDuration, true, "", true, true, List.of(), null);
        }

        /// Asks `url` over Noise for the action to take.
        public static SshAction delegate(String url) {
            return new SshAction("", false, false, Duration.ZERO, false, url, false, false, List.of(), null);
        }

        /// This action with a message.
        public SshAction withMessage(String newMessage) {
            return new SshAction(
                    newMessage,
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
    }

    /// What happens when a session cannot be recorded; an empty message does not reject or end it.
    public record RecorderFailure(
            String rejectSessionWithMessage, String terminateSessionWithMessage, String notifyUrl) {}
}
