package net.headscale.admin.openapi;

import net.headscale.admin.openapi.Schema.Field;
import net.headscale.admin.openapi.Schema.Fields;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes schemas as JSON Schema 2020-12, which OpenAPI 3.1 uses.
final class SchemaWriter {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SchemaWriter() {}

    static ObjectNode write(Schema schema) {
        ObjectNode json = NODES.objectNode();
        switch (schema) {
            case Schema.Text(String format) -> writeText(json, format);
            case Schema.Choice(var words) ->
                words.forEach(json.put("type", "string").putArray("enum")::add);
            case Schema.Flag _ -> json.put("type", "boolean");
            case Schema.Count _ -> json.put("type", "integer");
            case Schema.ListOf(Schema item) -> json.put("type", "array").set("items", write(item));
            case Schema.OrNull(Schema present) -> writeOrNull(json, present);
            case Schema.Named(String name) -> json.put("$ref", "#/components/schemas/" + name);
            case Fields fields -> writeFields(json, fields);
        }
        return json;
    }

    private static void writeText(ObjectNode json, String format) {
        json.put("type", "string");
        if (!format.isEmpty()) {
            json.put("format", format);
        }
        if (format.equals("uint64")) {
            json.put("pattern", "^[0-9]+$");
        }
    }

    private static void writeOrNull(ObjectNode json, Schema present) {
        ArrayNode choices = json.putArray("anyOf");
        choices.add(write(present));
        choices.add(NODES.objectNode().put("type", "null"));
    }

    private static void writeFields(ObjectNode json, Fields fields) {
        json.put("type", "object");
        ObjectNode properties = json.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (Field field : fields.fields()) {
            properties.set(field.name(), describe(field));
            if (field.isRequired()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            json.set("required", required);
        }
    }

    private static ObjectNode describe(Field field) {
        ObjectNode json = write(field.schema());
        if (!field.summary().isEmpty()) {
            json.put("description", field.summary());
        }
        return json;
    }
}
