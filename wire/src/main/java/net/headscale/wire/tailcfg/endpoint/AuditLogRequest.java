package net.headscale.wire.tailcfg.endpoint;

import java.time.Instant;
import net.headscale.wire.key.NodeKey;
import org.jspecify.annotations.Nullable;

/// A node reports what its user did: `POST /machine/audit-log`.
///
/// @param action `DISCONNECT_NODE` or another
/// @param details what the user gave as reason
/// @param timestamp by the node's clock
public record AuditLogRequest(
        int version,
        NodeKey nodeKey,
        String action,
        String details,
        @Nullable Instant timestamp) {}
