package net.headscale.interop.rig;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What `tailscale status --json` says.
///
/// @param json the whole answer (tailscale `ipn/ipnstate/ipnstate.go`, `Status`)
public record ClientStatus(JsonNode json) {
    private static final JsonMapper JSON = new JsonMapper();

    /// Reads the output of the command.
    public static ClientStatus parse(String text) {
        return new ClientStatus(JSON.readTree(text));
    }

    /// `NoState`, `NeedsLogin`, `NeedsMachineAuth`, `Stopped`, `Starting` or `Running`.
    public String state() {
        return json.path("BackendState").asString();
    }

    /// Whether the client is up and has a netmap.
    public boolean isRunning() {
        return state().equals("Running");
    }

    /// The client's own node.
    public Peer self() {
        return new Peer(json.path("Self"));
    }

    /// All peers, by the first label of their MagicDNS name.
    public Map<String, Peer> peers() {
        var peers = new LinkedHashMap<String, Peer>();
        json.path("Peer").values().stream().map(Peer::new).forEach(peer -> peers.put(peer.label(), peer));
        return peers;
    }

    /// One peer.
    public Optional<Peer> peer(String label) {
        return Optional.ofNullable(peers().get(label));
    }

    /// Whether there is such a peer, and it is online.
    public boolean seesOnline(String label) {
        return peer(label).filter(Peer::isOnline).isPresent();
    }

    /// Whether there is such a peer, and it is offline.
    public boolean seesOffline(String label) {
        return peer(label).filter(peer -> !peer.isOnline()).isPresent();
    }

    /// What the client complains about.
    public List<String> health() {
        return texts(json.path("Health"));
    }

    /// The login name of a user that a peer belongs to; empty when the server never named the user.
    public String loginName(Peer peer) {
        return json.path("User")
                .path(peer.json().path("UserID").asString())
                .path("LoginName")
                .asString("");
    }

    private static List<String> texts(JsonNode list) {
        return list.values().stream().map(JsonNode::asString).toList();
    }

    /// One node, as this client sees it.
    ///
    /// @param json tailscale `ipn/ipnstate/ipnstate.go`, `PeerStatus`
    public record Peer(JsonNode json) {
        /// The fully qualified MagicDNS name with its final dot.
        public String name() {
            return json.path("DNSName").asString("");
        }

        /// The first label of the name.
        public String label() {
            String name = name();
            int dot = name.indexOf('.');
            return dot < 0 ? name : name.substring(0, dot);
        }

        /// The host name that it reports itself.
        public String hostname() {
            return json.path("HostName").asString("");
        }

        /// The number the server gave it, as text; never used again for another node.
        public String id() {
            return json.path("ID").asString();
        }

        /// Its node key.
        public String key() {
            return json.path("PublicKey").asString();
        }

        /// Its addresses in the tailnet, IPv4 first.
        public List<String> addresses() {
            return texts(json.path("TailscaleIPs"));
        }

        /// Its IPv4 address in the tailnet.
        public String ipv4() {
            return addressWith(".");
        }

        /// Its IPv6 address in the tailnet.
        public String ipv6() {
            return addressWith(":");
        }

        /// Whether the server says that it is connected.
        public boolean isOnline() {
            return json.path("Online").asBoolean(false);
        }

        /// Whether its key has expired.
        public boolean isExpired() {
            return json.path("Expired").asBoolean(false);
        }

        /// The endpoint in use; empty while packets go through the relay, or none go.
        public String endpoint() {
            return json.path("CurAddr").asString("");
        }

        /// The code of its home region; empty while it has none.
        public String relay() {
            return json.path("Relay").asString("");
        }

        private String addressWith(String separator) {
            return addresses().stream()
                    .filter(address -> address.contains(separator))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(name() + " has no address with '" + separator + "'"));
        }
    }
}
