package net.headscale.admin.openapi;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.headscale.admin.openapi.Schema.Field;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes operations as an OpenAPI 3.1 document.
///
/// @param title of the API
/// @param version of the product
/// @param header of every request that chooses what it is about, with its summary
/// @param tokens how programs get access tokens
/// @param schemas by their names, in the document's order; one is named `Problem`, which failures answer
public record Document(String title, String version, Field header, Tokens tokens, Map<String, Schema> schemas) {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /// How programs get access tokens, by the client credentials grant of OAuth 2.0.
    ///
    /// @param path where
    /// @param scopes what a token may allow, with a summary each
    /// @param needed what an operation needs of a token; nothing: any token will do
    public record Tokens(String path, Map<String, String> scopes, Function<Operation, Optional<String>> needed) {}

    /// The document of these operations.
    public ObjectNode of(List<Operation> operations) {
        ObjectNode document = NODES.objectNode();
        document.put("openapi", "3.1.0");
        document.putObject("info").put("title", title).put("version", version);
        ObjectNode paths = document.putObject("paths");
        for (Operation operation : operations) {
            ObjectNode path = paths.withObjectProperty(operation.path());
            path.set(operation.method().toLowerCase(Locale.ROOT), write(operation));
        }
        ObjectNode components = document.putObject("components");
        ObjectNode named = components.putObject("schemas");
        schemas.forEach((name, schema) -> named.set(name, SchemaWriter.write(schema)));
        writeSecurity(components.putObject("securitySchemes"));
        return document;
    }

    private void writeSecurity(ObjectNode schemes) {
        schemes.putObject("key")
                .put("type", "http")
                .put("scheme", "bearer")
                .put("description", "an API key; over the unix socket none is needed");
        ObjectNode flow = schemes.putObject("token")
                .put("type", "oauth2")
                .put("description", "an access token, in the place of an API key")
                .putObject("flows")
                .putObject("clientCredentials");
        ObjectNode scopes = flow.put("tokenUrl", tokens.path()).putObject("scopes");
        tokens.scopes().forEach(scopes::put);
    }

    private ObjectNode write(Operation operation) {
        ObjectNode json = NODES.objectNode();
        json.put("operationId", operation.name()).put("summary", operation.summary());
        json.putArray("tags").add(operation.subject());
        if (operation.isRetired()) {
            json.put("deprecated", true);
        }
        ArrayNode security = json.putArray("security");
        security.addObject().putArray("key");
        ArrayNode needed = security.addObject().putArray("token");
        tokens.needed().apply(operation).ifPresent(needed::add);
        writeParameters(json.putArray("parameters"), operation);
        if (!operation.body().fields().isEmpty()) {
            ObjectNode body = json.putObject("requestBody");
            content(body, "application/json").set("schema", SchemaWriter.write(operation.body()));
        }
        writeAnswers(json.putObject("responses"), operation);
        return json;
    }

    private void writeParameters(ArrayNode list, Operation operation) {
        operation.pathParameters().forEach(name -> {
            Schema schema = name.endsWith("d") ? Schema.ID : Schema.TEXT; // {id}, {oldId}
            write(list, "path", Field.required(name, schema, ""));
        });
        operation.query().forEach(field -> write(list, "query", field));
        write(list, "header", header);
    }

    private static void write(ArrayNode list, String place, Field field) {
        ObjectNode json = list.addObject().put("name", field.name()).put("in", place);
        if (field.isRequired()) {
            json.put("required", true);
        }
        if (!field.summary().isEmpty()) {
            json.put("description", field.summary());
        }
        json.set("schema", SchemaWriter.write(field.schema()));
    }

    private static void writeAnswers(ObjectNode responses, Operation operation) {
        ObjectNode success = responses.putObject("200").put("description", "done");
        content(success, "application/json").set("schema", SchemaWriter.write(operation.answer()));
        ObjectNode failure = responses.putObject("default").put("description", "not done, and why");
        content(failure, "application/problem+json").set("schema", SchemaWriter.write(new Schema.Named("Problem")));
    }

    private static ObjectNode content(ObjectNode holder, String type) {
        return holder.putObject("content").putObject(type);
    }
}
