package net.headscale.cli.output;

import java.io.PrintStream;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Shows results in the format that `-o` chose.
///
/// @param format what `-o` chose
/// @param out where results go
/// @param hasColours whether tables are coloured; looked up when a table is shown
public record Output(Format format, PrintStream out, BooleanSupplier hasColours) {
    /// Shows a listing: `value` for programs, `table` for people.
    public void show(@Nullable Object value, Table table) {
        show(value, isText() && hasColours.getAsBoolean() ? table.coloured() : table.toString());
    }

    /// Shows a result: `value` for programs, `text` for people.
    public void show(@Nullable Object value, String text) {
        switch (format) {
            case TEXT -> out.println(text);
            case JSON -> out.println(PrettyJson.write(value));
            case JSON_LINE -> out.println(Json.write(value));
            case YAML -> out.print(Yaml.write(value));
        }
    }

    /// Shows that something was done, when there is no more to say.
    public void done(String what) {
        show(Map.of("result", what), what);
    }

    /// Whether a person reads it.
    public boolean isText() {
        return format == Format.TEXT;
    }
}
