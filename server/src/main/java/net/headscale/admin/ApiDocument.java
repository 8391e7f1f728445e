package net.headscale.admin;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import net.headscale.admin.call.Schemas;
import net.headscale.admin.call.Scope;
import net.headscale.admin.call.Shapes;
import net.headscale.admin.openapi.Document;
import net.headscale.admin.openapi.Operation;
import net.headscale.admin.openapi.Schema;
import net.headscale.http.Response;
import net.headscale.http.Routes;
import org.jspecify.annotations.Nullable;

/// The API's OpenAPI document and a page to read it; both are open to everybody, as they tell nothing of this server.
final class ApiDocument {
    // the page loads nothing from anywhere else, and may not be framed
    private static final String CONTENT_POLICY =
            "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; frame-ancestors 'none'";
    // where headscale described its API until 0.29, and in 0.30 besides
    private static final List<String> GONE =
            List.of("/swagger", "/swagger/v1/openapiv2.json", "/api/v1/openapi-3.0.json", "/api/v1/openapi-3.0.yaml");

    private static final Schema.Field TAILNET = Schema.Field.of(
            "Headscale-Tailnet", Schema.TEXT, "the tailnet that is meant: that of the key, or `default`, if not said");
    private static final Document.Tokens TOKENS = new Document.Tokens(
            TokenEndpoint.PATH, Scope.all(), operation -> Scope.of(operation).map(Scope::toString));

    private final String version;
    private final List<Operation> operations;
    private volatile @Nullable String written;

    ApiDocument(String version, List<Operation> operations) {
        this.version = version;
        this.operations = operations;
    }

    void addTo(Routes routes) {
        routes.add("GET", "/api/v1/openapi.json", _ -> Response.json(200, json()));
        // JSON is YAML, too
        routes.add(
                "GET",
                "/api/v1/openapi.yaml",
                _ -> Response.of(200, "application/yaml", json().getBytes(StandardCharsets.UTF_8)));
        GONE.forEach(path ->
                routes.add("GET", path, _ -> Response.text(410, "gone: the API is described at /api/v1/docs\n")));
        addPage(routes, "/api/v1/docs", "docs.html", "text/html; charset=utf-8");
        addPage(routes, "/api/v1/docs.css", "docs.css", "text/css; charset=utf-8");
        addPage(routes, "/api/v1/docs.js", "docs.js", "text/javascript; charset=utf-8");
    }

    /// Written when first asked for, since it would be a sixth of the server's start.
    private String json() {
        String known = written;
        if (known == null) {
            var document = new Document("headscale", version, TAILNET, TOKENS, Schemas.named());
            known = Shapes.JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document.of(operations));
            written = known;
        }
        return known;
    }

    private static void addPage(Routes routes, String path, String resource, String type) {
        routes.add(
                "GET",
                path,
                _ -> Response.of(200, type, read(resource))
                        .withHeader("content-security-policy", CONTENT_POLICY)
                        .withHeader("x-content-type-options", "nosniff"));
    }

    private static byte[] read(String resource) {
        try (InputStream in = ApiDocument.class.getResourceAsStream(resource)) {
            return Objects.requireNonNull(in, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
