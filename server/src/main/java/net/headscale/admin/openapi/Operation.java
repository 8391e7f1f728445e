package net.headscale.admin.openapi;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.headscale.admin.openapi.Schema.Field;
import net.headscale.admin.openapi.Schema.Fields;

/// What one method of one path takes and answers.
///
/// @param method such as `GET`
/// @param path such as `/api/v1/user/{id}`
/// @param name unique; clients make the name of a function from it
/// @param summary one sentence
/// @param query what the query may hold
/// @param body what the body may hold; without fields there is none
/// @param answer what a success holds
/// @param isRetired whether only tools for former versions still call it
public record Operation(
        String method,
        String path,
        String name,
        String summary,
        List<Field> query,
        Fields body,
        Fields answer,
        boolean isRetired) {
    private static final Pattern IN_BRACES = Pattern.compile("\\{(\\w+)}");
    private static final Fields NOTHING = Schema.object();

    public Operation {
        query = List.copyOf(query);
    }

    /// An operation that takes nothing and answers an empty object.
    public static Operation of(String method, String path, String name, String summary) {
        return new Operation(method, path, name, summary, List.of(), NOTHING, NOTHING, false);
    }

    /// This operation with one more parameter of the query.
    public Operation query(String parameter, Schema schema, String what) {
        List<Field> more = new ArrayList<>(query);
        more.add(Field.of(parameter, schema, what));
        return new Operation(method, path, name, summary, more, body, answer, isRetired);
    }

    /// This operation with a body.
    public Operation taking(Field... fields) {
        return new Operation(method, path, name, summary, query, Schema.object(fields), answer, isRetired);
    }

    /// This operation with one more field in its answer.
    public Operation answering(String field, Schema schema) {
        List<Field> more = new ArrayList<>(answer.fields());
        more.add(Field.required(field, schema, ""));
        return new Operation(method, path, name, summary, query, body, new Fields(more), isRetired);
    }

    /// This operation with a field that its answer may leave out.
    public Operation mayAnswer(String field, Schema schema) {
        List<Field> more = new ArrayList<>(answer.fields());
        more.add(Field.of(field, schema, ""));
        return new Operation(method, path, name, summary, query, body, new Fields(more), isRetired);
    }

    /// This operation, which former versions had.
    public Operation retired() {
        return new Operation(method, path, name, summary, query, body, answer, true);
    }

    /// The names in braces of the path.
    public List<String> pathParameters() {
        return IN_BRACES
                .matcher(path)
                .results()
                .map(MatchResult::group)
                .map(group -> group.substring(1, group.length() - 1))
                .toList();
    }

    /// What it is about: the first word of its path below the API's root.
    public String subject() {
        String[] parts = path.split("/", -1);
        return parts.length > 3 ? parts[3].toLowerCase(Locale.ROOT) : "server";
    }

    /// Whether it may change anything.
    public boolean isAct() {
        return !method.equals("GET");
    }
}
