package net.headscale.config;

import net.headscale.config.key.Reading;

/// All that an operator can choose, with defaults for what was not said.
///
/// @param origin where it was found
/// @param http the main listener
/// @param storage what is kept on disk
/// @param operation how the server is run and watched
/// @param prefixes where addresses come from
/// @param life how long nodes, logins and routes last
/// @param limits how much is let in
/// @param policy where the policy comes from
/// @param dns names and resolvers
/// @param relay relays
/// @param clients what clients may do besides
/// @param remote where the command line finds another machine's server
public record Config(
        Origin origin,
        Http http,
        Storage storage,
        Operation operation,
        Prefixes prefixes,
        NodeLife life,
        Limits limits,
        PolicySource policy,
        Dns dns,
        Relay relay,
        Clients clients,
        Remote remote) {

    static Config read(Origin origin, Reading reading) {
        Storage storage = Storage.read(reading);
        Http http = Http.read(reading);
        var config = new Config(
                origin,
                http,
                storage,
                Operation.read(reading, storage),
                Prefixes.read(reading),
                NodeLife.read(reading),
                Limits.read(reading),
                PolicySource.read(reading),
                Dns.read(reading),
                Relay.read(reading, origin, http),
                Clients.read(reading),
                Remote.read(reading));
        config.checkServerName(reading);
        return config;
    }

    /// Clients that resolve the server's own name inside the tailnet would lose the server.
    private void checkServerName(Reading reading) {
        String host = http.serverUrl().getHost();
        if (dns.magicDns() && Dns.Domains.isAtOrBelow(host, dns.domains().base())) {
            reading.reject(
                    "server_url", host + " lies under dns.base_domain", "choose a base domain that does not hold it");
        }
        for (String domain : dns.domains().ofTailnets().values()) {
            if (dns.magicDns() && Dns.Domains.isAtOrBelow(host, domain)) {
                reading.reject(
                        "dns.tailnet_domains",
                        domain + " holds the host of server_url",
                        "choose a domain that does not hold it");
            }
        }
    }
}
