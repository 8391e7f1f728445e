package net.headscale.config.key;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A piece of YAML or JSON, and the line it begins on.
public sealed interface Value {
    /// The line, counted from 1.
    int line();

    /// A word, number or truth value as it was written; quotes are gone.
    record Scalar(String text, int line) implements Value {}

    /// Nothing: `~`, `null` or an empty place.
    record Absent(int line) implements Value {}

    /// A list.
    record Sequence(List<Value> items, int line) implements Value {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// A mapping; keys in lower case, in the order of the text.
    record Mapping(Map<String, Value> fields, int line) implements Value {}

    /// Thrown for a text that is neither YAML nor JSON.
    final class Unreadable extends Exception {
        private static final long serialVersionUID = 1L;
        private final int line;

        Unreadable(int line, String message) {
            super(message);
            this.line = line;
        }

        public int line() {
            return line;
        }
    }

    /// Reads one document; an empty one is an empty mapping.
    ///
    /// JSON is read as YAML, of which it is a part but for tabs between its words.
    ///
    /// @param onTwice told the key and line of a key that its mapping has already
    static Value parse(String text, BiConsumer<String, Integer> onTwice) throws Unreadable {
        String readable = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
        try {
            return new Compose(LoadSettings.builder().build())
                    .composeString(readable)
                    .map(node -> convert(node, onTwice))
                    .orElseGet(() -> new Mapping(Map.of(), 1));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            throw new Unreadable(line, e.getProblem());
        } catch (YamlEngineException e) {
            throw new Unreadable(1, String.valueOf(e.getMessage()));
        }
    }

    private static Value convert(Node node, BiConsumer<String, Integer> onTwice) {
        int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return switch (node) {
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> new Absent(line);
            case ScalarNode scalar -> new Scalar(scalar.getValue(), line);
            case SequenceNode list -> {
                var items = new ArrayList<Value>();
                list.getValue().forEach(item -> items.add(convert(item, onTwice)));
                yield new Sequence(items, line);
            }
            case MappingNode mapping -> convertMapping(mapping, line, onTwice);
            default -> throw new YamlEngineException("expected a word, list or mapping on line " + line);
        };
    }

    private static Mapping convertMapping(MappingNode mapping, int line, BiConsumer<String, Integer> onTwice) {
        var fields = new LinkedHashMap<String, Value>();
        mapping.getValue().forEach(field -> {
            String name = field.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?";
            Value value = convert(field.getValueNode(), onTwice);
            if (fields.put(name.toLowerCase(Locale.ROOT), value) != null) {
                int at = field.getKeyNode()
                        .getStartMark()
                        .map(mark -> mark.getLine() + 1)
                        .orElse(line);
                onTwice.accept(name, at);
            }
        });
        return new Mapping(fields, line);
    }
}
