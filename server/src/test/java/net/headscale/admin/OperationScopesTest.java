package net.headscale.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Which scope an access token needs for each operation of the API's own document.
class OperationScopesTest {
    /// Every operation, by its method: a new one fails the test until somebody has decided on its scope here.
    private static final String TABLE = """
            POST   apikey                             all
            GET    apikey                             all:read
            POST   apikey/expire                      all
            DELETE apikey/{prefix}                    all
            POST   auth/approve                       all
            POST   auth/register                      all
            POST   auth/reject                        all
            POST   debug/node                         all
            GET    health                             -
            GET    machine                            devices:core:read
            DELETE machine/{id}                       devices:core
            GET    machine/{id}                       devices:core:read
            POST   machine/{id}/approve_routes        devices:routes
            POST   machine/{id}/expire                devices:core
            POST   machine/{id}/rename/{newName}      devices:core
            POST   machine/{id}/tags                  devices:core
            POST   machine/{id}/user                  all
            GET    node                               devices:core:read
            POST   node/backfillips                   devices:core
            POST   node/register                      all
            DELETE node/{id}                          devices:core
            GET    node/{id}                          devices:core:read
            POST   node/{id}/approve_routes           devices:routes
            POST   node/{id}/expire                   devices:core
            POST   node/{id}/rename/{newName}         devices:core
            GET    node/{id}/routes                   devices:routes:read
            POST   node/{id}/share                    all
            POST   node/{id}/tags                     devices:core
            POST   node/{id}/tailnet                  all
            POST   node/{id}/unshare                  all
            POST   node/{id}/user                     all
            POST   oauthclient                        oauth_keys
            GET    oauthclient                        oauth_keys:read
            DELETE oauthclient/{client}               oauth_keys
            PUT    policy                             policy_file
            GET    policy                             policy_file:read
            POST   policy/check                       policy_file
            GET    policy/explain                     policy_file:read
            GET    policy/versions                    policy_file:read
            DELETE preauthkey                         auth_keys
            POST   preauthkey                         auth_keys
            GET    preauthkey                         auth_keys:read
            POST   preauthkey/expire                  auth_keys
            GET    routes                             devices:routes:read
            DELETE routes/{id}                        devices:routes
            POST   routes/{id}/disable                devices:routes
            POST   routes/{id}/enable                 devices:routes
            POST   tailnet                            all
            GET    tailnet                            feature_settings:read
            DELETE tailnet/{name}                     all
            POST   tailnet/{name}/rename/{newName}    all
            POST   user                               users
            GET    user                               users:read
            DELETE user/{id}                          users
            GET    user/{id}                          users:read
            POST   user/{id}/rename/{newName}         users
            POST   user/{id}/role                     users
            """;

    private static final JsonNode PATHS = paths();

    private static JsonNode paths() {
        try (var admin = new Administration()) {
            return admin.ask("GET", "/api/v1/openapi.json").json().path("paths");
        }
    }

    private static Stream<String> operations(String path, JsonNode methods) {
        return methods.propertyStream()
                .map(method -> method.getKey().toUpperCase(Locale.ROOT) + " " + path.replace("/api/v1/", "") + " "
                        + scope(method.getValue()));
    }

    private static String scope(JsonNode operation) {
        return operation.at("/security/1/token/0").asString("-");
    }

    @Test
    void every_operation_takes_the_scope_that_was_decided_for_it() {
        List<String> documented = PATHS.propertyStream()
                .flatMap(path -> operations(path.getKey(), path.getValue()))
                .toList();

        assertThat(documented)
                .containsExactlyInAnyOrderElementsOf(
                        TABLE.lines().map(line -> line.replaceAll(" +", " ")).toList());
    }
}
