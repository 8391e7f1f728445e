package net.headscale.wire.tailcfg.endpoint;

import java.util.List;
import net.headscale.wire.key.NodeKey;
import net.headscale.wire.net.Endpoint;
import org.jspecify.annotations.Nullable;

/// A node reports that an SSH session was not recorded: `POST` to the URL of the rule's failure action.
///
/// @param eventType 1 rejected, 2 ended, 3 went on unrecorded
/// @param srcNode the node the session came from
/// @param sshUser the user asked for
/// @param localUser the user logged in as
public record SshEventNotifyRequest(
        int eventType,
        String connectionId,
        int capVersion,
        NodeKey nodeKey,
        long srcNode,
        String sshUser,
        String localUser,
        List<RecordingAttempt> recordingAttempts) {
    public SshEventNotifyRequest {
        recordingAttempts = List.copyOf(recordingAttempts);
    }

    /// A recorder that was tried in vain.
    public record RecordingAttempt(@Nullable Endpoint recorder, String failureMessage) {}
}
