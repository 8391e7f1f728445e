package net.headscale.config.key;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.headscale.config.key.Key.Standing;

/// Every key that the reader knows: the vocabulary of headscale's `config.yaml`, and of its first releases.
public final class Keys {
    private static final Map<String, Key> ALL = new LinkedHashMap<>();
    private static final Map<String, Key> BY_VARIABLE = new LinkedHashMap<>();

    static {
        served(
                "server_url",
                "listen_addr",
                "metrics_listen_addr",
                "trusted_proxies",
                "noise.private_key_path",
                "prefixes.v4",
                "prefixes.v6",
                "prefixes.allocation",
                "derp.server.enabled",
                "derp.server.region_id",
                "derp.server.region_code",
                "derp.server.region_name",
                "derp.server.verify_clients",
                "derp.server.stun_listen_addr",
                "derp.server.listen_addr",
                "derp.server.certificate_path",
                "derp.server.serve_old_clients",
                "derp.server.client_bytes_per_second",
                "derp.server.private_key_path",
                "derp.server.automatically_add_embedded_derp_region",
                "derp.server.ipv4",
                "derp.server.ipv6",
                "derp.urls",
                "derp.paths",
                "derp.auto_update_enabled",
                "derp.update_frequency",
                "node.expiry",
                "node.ephemeral.inactivity_timeout",
                "node.routes.ha.probe_interval",
                "node.routes.ha.probe_timeout",
                "database.type",
                "database.sqlite.path",
                "database.postgres.host",
                "database.postgres.port",
                "database.postgres.name",
                "database.postgres.user",
                "database.postgres.pass",
                "database.postgres.ssl",
                "database.postgres.max_open_conns",
                "tls_cert_path",
                "tls_key_path",
                "tls_letsencrypt_hostname",
                "tls_letsencrypt_cache_dir",
                "tls_letsencrypt_challenge_type",
                "tls_letsencrypt_listen",
                "acme_url",
                "acme_email",
                "log.level",
                "log.format",
                "policy.mode",
                "policy.path",
                "dns.magic_dns",
                "dns.base_domain",
                "dns.tailnet_domains",
                "dns.override_local_dns",
                "dns.nameservers.global",
                "dns.nameservers.split",
                "dns.search_domains",
                "dns.extra_records",
                "dns.extra_records_path",
                "unix_socket",
                "unix_socket_permission",
                "cli.address",
                "cli.api_key",
                "cli.timeout",
                "cli.insecure",
                "taildrop.enabled",
                "logtail.enabled",
                "auto_update.enabled",
                "limits.nodes",
                "limits.preauth_keys",
                "limits.pending_logins",
                "tuning.register_cache_expiration");
        otherName("tuning.register_cache_max_entries", "limits.pending_logins");
        otherName("private_key_path", "noise.private_key_path");
        otherName("derp_map_path", "derp.paths");
        otherName("ephemeral_node_inactivity_timeout", "node.ephemeral.inactivity_timeout");
        otherName("log_level", "log.level");
        otherName("db_type", "database.type");
        otherName("db_path", "database.sqlite.path");
        otherName("db_host", "database.postgres.host");
        otherName("db_port", "database.postgres.port");
        otherName("db_name", "database.postgres.name");
        otherName("db_user", "database.postgres.user");
        otherName("db_pass", "database.postgres.pass");
        otherName("db_ssl", "database.postgres.ssl");
        withoutEffect(
                "disable_check_updates", // there is no such outbound call
                "preauth_keys.revoked_retention",
                "database.debug",
                "database.gorm.prepare_stmt",
                "database.gorm.parameterized_queries",
                "database.gorm.skip_err_record_not_found",
                "database.gorm.slow_threshold",
                "database.sqlite.write_ahead_log", // always on
                "database.sqlite.wal_autocheckpoint",
                "database.postgres.max_idle_conns",
                "database.postgres.conn_max_idle_time_secs",
                "tuning.notifier_send_timeout",
                "tuning.batch_change_delay",
                "tuning.node_mapsession_buffered_chan_size",
                "tuning.batcher_workers",
                "tuning.node_store_batch_size",
                "tuning.node_store_batch_timeout",
                "oidc.only_start_if_oidc_is_available",
                "oidc.scope",
                "oidc.extra_params",
                "oidc.allowed_domains",
                "oidc.allowed_users",
                "oidc.allowed_groups",
                "oidc.email_verified_required",
                "oidc.use_expiry_from_token",
                "oidc.pkce.enabled",
                "oidc.pkce.method",
                "oidc.client_id",
                "oidc.client_secret",
                "oidc.client_secret_path");
        notServedYet("oidc.issuer", "", "logging in with OpenID Connect is not served yet; leave it out");
        removed("acl_policy_path", "set policy.path", ""); // as the examples of 0.16 to 0.22 have it
        removed("ip_prefixes", "set prefixes.v4 and prefixes.v6");
        removed("dns_config.override_local_dns", "set dns.override_local_dns");
        removed("dns_config.nameservers", "set dns.nameservers.global");
        removed("dns_config.restricted_nameservers", "set dns.nameservers.split");
        removed("dns_config.domains", "set dns.search_domains");
        removed("dns_config.extra_records", "set dns.extra_records");
        removed("dns_config.magic_dns", "set dns.magic_dns");
        removed("dns_config.base_domain", "set dns.base_domain");
        removed("dns_config.use_username_in_magic_dns", "leave it out: names are host.base_domain", "false");
        removed("dns.use_username_in_magic_dns", "leave it out: names are host.base_domain", "false");
        removed("oidc.strip_email_domain", "leave it out: users are known by issuer and subject");
        removed("oidc.map_legacy_users", "leave it out: users are known by issuer and subject", "false");
        removed("oidc.expiry", "set node.expiry");
        removed("randomize_client_port", "set randomizeClientPort in the policy", "false");
        ignored(
                "grpc_listen_addr",
                "there is no gRPC, the address is not opened; remote commands use cli.address with the server's URL");
        ignored("grpc_allow_insecure", "there is no gRPC; leave it out");
    }

    private Keys() {}

    /// The key of this dotted, lower-case name.
    public static Optional<Key> named(String name) {
        return Optional.ofNullable(ALL.get(name));
    }

    /// All of them, in the order of the documentation.
    public static Collection<Key> all() {
        return List.copyOf(ALL.values());
    }

    /// The key that an environment variable sets, by the variable's name.
    static Map<String, Key> byVariable() {
        return Collections.unmodifiableMap(BY_VARIABLE);
    }

    /// Whether keys begin with `name` and a dot.
    static boolean isGroup(String name) {
        return ALL.keySet().stream().anyMatch(key -> key.startsWith(name + "."));
    }

    /// The known key that somebody probably meant.
    static Optional<String> nearestTo(String name) {
        return NearestWord.to(name, ALL.keySet());
    }

    private static void served(String... names) {
        for (String name : names) {
            add(name, new Standing.Served());
        }
    }

    private static void otherName(String name, String key) {
        add(name, new Standing.OtherNameOf(key));
    }

    private static void withoutEffect(String... names) {
        for (String name : names) {
            add(name, new Standing.WithoutEffect());
        }
    }

    private static void notServedYet(String name, String defaultText, String why) {
        add(name, new Standing.NotServedYet(defaultText, why));
    }

    private static void ignored(String name, String why) {
        add(name, new Standing.Ignored(why));
    }

    /// @param harmless values that files of former releases have, and that ask for nothing
    private static void removed(String name, String remedy, String... harmless) {
        add(name, new Standing.Removed(Set.of(harmless), remedy));
    }

    private static void add(String name, Standing standing) {
        var key = new Key(name, standing);
        ALL.put(name, key);
        BY_VARIABLE.putIfAbsent(key.variable(), key); // log_level and log.level have the same
    }
}
