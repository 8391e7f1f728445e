package net.headscale.netmap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.headscale.wire.tailcfg.FilterRule;
import net.headscale.wire.tailcfg.MapResponse;
import net.headscale.wire.tailcfg.Node;
import net.headscale.wire.tailcfg.PeerChange;

/// Slips that a difference could have, each put into messages that have what it needs.
enum Fault {
    PATCH_DROPPED {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            List<PeerChange> patches = message.peersChangedPatch();
            return message.toBuilder()
                    .peersChangedPatch(patches.subList(0, Math.max(0, patches.size() - 1)))
                    .build();
        }
    },
    NEWCOMER_DROPPED {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            List<Node> peers = new ArrayList<>(message.peersChanged());
            peers.removeIf(peer -> !moment.sawBefore(new net.headscale.tailnet.NodeId(peer.id())));
            return message.toBuilder().peersChanged(peers).build();
        }
    },
    REMOVAL_DROPPED {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            return message.toBuilder().peersRemoved(List.of()).build();
        }
    },
    OFFLINE_NOT_TOLD {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            return patched(
                    message,
                    patch -> Boolean.FALSE.equals(patch.online())
                            ? patch.toBuilder().online(null)
                            : patch.toBuilder());
        }
    },
    EMPTIED_ENDPOINTS_LEFT_OUT {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            return patched(
                    message,
                    patch -> List.of().equals(patch.endpoints())
                            ? patch.toBuilder().endpoints(null)
                            : patch.toBuilder());
        }
    },
    WHOLE_PEERS_FOR_PATCHES {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            List<Node> peers = new ArrayList<>(message.peersChanged());
            message.peersChangedPatch().stream()
                    .map(PeerChange::nodeId)
                    .distinct()
                    .forEach(id -> peers.add(moment.peerAfter(id)));
            return message.toBuilder()
                    .peersChangedPatch(List.of())
                    .peersChanged(peers)
                    .build();
        }
    },
    DISCO_KEY_PATCHED_WITH_GOING_OFFLINE {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            Map<Long, PeerChange> merged = new LinkedHashMap<>();
            for (PeerChange patch : message.peersChangedPatch()) {
                merged.merge(
                        patch.nodeId(),
                        patch,
                        (reach, presence) -> reach.toBuilder()
                                .online(presence.online())
                                .lastSeen(presence.lastSeen())
                                .build());
            }
            return message.toBuilder()
                    .peersChangedPatch(List.copyOf(merged.values()))
                    .build();
        }
    },
    STRANGER_PATCHED {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            List<PeerChange> patches = new ArrayList<>(message.peersChangedPatch());
            patches.add(PeerChange.of(999_999).online(true).build());
            return message.toBuilder().peersChangedPatch(patches).build();
        }
    },
    VIEWER_AMONG_ITS_PEERS {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            List<Node> peers = new ArrayList<>(message.peersChanged());
            moment.fullAfter().map(MapResponse::node).ifPresent(peers::add);
            return message.toBuilder().peersChanged(peers).build();
        }
    },
    FILTER_NOT_DROPPED {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            if (message.packetFilters() == null) {
                return message;
            }
            Map<String, List<FilterRule>> filters = new HashMap<>(message.packetFilters());
            filters.values().removeIf(java.util.Objects::isNull);
            return message.toBuilder().packetFilters(filters).build();
        }
    },
    PROFILE_LEFT_OUT {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            return message.toBuilder().userProfiles(List.of()).build();
        }
    },
    DNS_LEFT_OUT {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            return message.toBuilder().dnsConfig(null).build();
        }
    },
    SELF_LEFT_OUT {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            return message.toBuilder().node(null).build();
        }
    },
    GUEST_LET_OUT_OF_JAIL {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            List<Node> peers = message.peersChanged().stream()
                    .map(peer -> peer.toBuilder().isJailed(false).build())
                    .toList();
            return message.toBuilder().peersChanged(peers).build();
        }
    },
    SSH_LEFT_OUT {
        @Override
        MapResponse in(MapResponse message, Moment moment) {
            return message.toBuilder().sshPolicy(null).build();
        }
    };

    /// The message with this fault; as it was, where it has nothing that could suffer from it.
    abstract MapResponse in(MapResponse message, Moment moment);

    /// The product's difference with this fault.
    Optional<MapResponse> difference(Moment moment) {
        return NetmapLaw.difference(moment).map(message -> in(message, moment));
    }

    private static MapResponse patched(
            MapResponse message, java.util.function.Function<PeerChange, PeerChange.Builder> edit) {
        return message.toBuilder()
                .peersChangedPatch(message.peersChangedPatch().stream()
                        .map(patch -> edit.apply(patch).build())
                        .toList())
                .build();
    }

    /// `peer dropped`, for the names of tests.
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
