package net.headscale.policy.text;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.headscale.policy.hujson.Value;

/// The members of an object with a fixed set of names, found without regard to case; `null` is as good as absent.
final class Fields {
    private final Script script;
    private final Value.Struct struct;
    private final Map<String, Value> values = new HashMap<>();

    private Fields(Script script, Value.Struct struct) {
        this.script = script;
        this.struct = struct;
    }

    /// @param names what is known, in lower case; anything else is refused
    static Fields of(Script script, Value value, String what, Set<String> names) {
        Fields fields = new Fields(script, script.struct(value, what));
        for (Value.Member member : fields.struct.members()) {
            String name = member.name().text().toLowerCase(Locale.ROOT);
            if (!names.contains(name)) {
                throw script.refuse(
                        member.name(),
                        "unknown field: \"" + member.name().text() + "\"",
                        "the fields of " + what + " are "
                                + String.join(", ", names.stream().sorted().toList()));
            }
            if (fields.values.containsKey(name)) {
                script.warn(member.name(), "\"" + member.name().text() + "\" stands twice; the last one counts");
            }
            fields.put(name, member.value());
        }
        return fields;
    }

    private void put(String name, Value value) {
        if (value instanceof Value.Null) {
            values.remove(name);
        } else {
            values.put(name, value);
        }
    }

    /// The object itself.
    Value.Struct struct() {
        return struct;
    }

    Optional<Value> find(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /// The value under `name`, or under the name that it had once.
    Optional<Value> find(String name, String formerName) {
        return find(name).or(() -> find(formerName));
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    List<Value> elements(String name) {
        return find(name).map(value -> script.elements(value, name)).orElse(List.of());
    }

    List<String> texts(String name) {
        return find(name).map(value -> script.texts(value, name)).orElse(List.of());
    }

    String text(String name) {
        return find(name).map(value -> script.text(value, name)).orElse("");
    }

    boolean truth(String name) {
        return find(name).map(value -> script.truth(value, name)).orElse(false);
    }

    List<Value.Member> members(String name) {
        return find(name).map(value -> script.struct(value, name).members()).orElse(List.of());
    }
}
