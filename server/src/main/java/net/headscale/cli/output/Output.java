package net.headscale.cli.output;

import java.io.PrintStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Shows results in the format that `-o` chose.
///
/// @param format what `-o` chose
/// @param out where results go
public record Output(Format format, PrintStream out) {
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
