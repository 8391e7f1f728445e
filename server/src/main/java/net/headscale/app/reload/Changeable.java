package net.headscale.app.reload;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.headscale.config.Config;
import net.headscale.config.Http;
import net.headscale.config.Operation;
import net.headscale.config.PolicySource;
import net.headscale.config.Relay;
import net.headscale.config.Tls;

/// What of another configuration a running server can take.
///
/// @param config the running one, with all that can change while the server runs as the other has it
/// @param fixed keys that differ and stay as they are
record Changeable(Config config, List<String> fixed) {
    private static final Map<String, Function<Config, Object>> FIXED = new LinkedHashMap<>();

    static {
        FIXED.put("server_url", config -> config.http().serverUrl());
        FIXED.put("listen_addr", config -> config.http().listen());
        FIXED.put("trusted_proxies", config -> config.http().trustedProxies());
        FIXED.put("tls_cert_path", config -> config.http().tls().getClass());
        FIXED.put(
                "tls_letsencrypt_hostname",
                config -> config.http().tls() instanceof Tls.Acme acme ? acme : new Tls.None());
        FIXED.put("noise.private_key_path", config -> config.storage().noiseKey());
        FIXED.put("database", config -> config.storage().database());
        FIXED.put("unix_socket", config -> config.operation().socket());
        FIXED.put("metrics_listen_addr", config -> config.operation().metrics());
        FIXED.put("prefixes", Config::prefixes);
        FIXED.put("node", Config::life);
        FIXED.put("limits", Config::limits);
        FIXED.put("policy.mode", config -> config.policy().getClass());
        FIXED.put("derp.server", config -> config.relay().embedded());
    }

    Changeable {
        fixed = List.copyOf(fixed);
    }

    static Changeable of(Config running, Config wanted) {
        List<String> fixed = FIXED.entrySet().stream()
                .filter(key ->
                        !key.getValue().apply(running).equals(key.getValue().apply(wanted)))
                .map(Map.Entry::getKey)
                .toList();
        var config = new Config(
                wanted.origin(),
                http(running.http(), wanted.http()),
                running.storage(),
                new Operation(
                        running.operation().socket(),
                        running.operation().metrics(),
                        wanted.operation().log()),
                running.prefixes(),
                running.life(),
                running.limits(),
                policy(running.policy(), wanted.policy()),
                wanted.dns(),
                new Relay(wanted.relay().maps(), running.relay().embedded()),
                wanted.clients(),
                wanted.remote());
        return new Changeable(config, fixed);
    }

    private static Http http(Http running, Http wanted) {
        boolean areFiles = running.tls() instanceof Tls.Files && wanted.tls() instanceof Tls.Files;
        Tls tls = areFiles ? wanted.tls() : running.tls();
        return new Http(running.serverUrl(), running.listen(), tls, running.trustedProxies());
    }

    private static PolicySource policy(PolicySource running, PolicySource wanted) {
        return running.getClass().equals(wanted.getClass()) ? wanted : running;
    }
}
