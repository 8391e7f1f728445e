package net.headscale.config.key;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import net.headscale.config.key.Key.Standing;
import net.headscale.config.key.Value.Absent;
import net.headscale.config.key.Value.Mapping;
import net.headscale.config.key.Value.Scalar;
import net.headscale.config.key.Value.Sequence;

/// The values that were set, by key, each with its place; and what was wrong with the keys.
///
/// An environment variable goes before the file.
public final class Settings {
    private static final String PREFIX = "HEADSCALE_";

    // where the configuration is; what headscale has for its developers; and what Kubernetes sets for a service
    // `headscale`
    private static final Pattern FOREIGN =
            Pattern.compile("HEADSCALE_(CONFIG|DEBUG_.*|SERVICE_(HOST|PORT.*)|PORT(_[0-9]+_(TCP|UDP).*)?)");

    private final String file;
    private final Map<String, Setting> settings = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /// A value, where it stands, and the name it was set by.
    record Setting(String name, Value value, String place) {
        /// Whether an environment variable set it.
        boolean isVariable() {
            return Settings.isVariable(place);
        }
    }

    /// @param file the name of the file as problems show it
    public Settings(String file) {
        this.file = file;
    }

    /// What makes the configuration unusable.
    public List<Problem> problems() {
        return problems;
    }

    /// What the operator should know.
    public List<Problem> warnings() {
        return warnings;
    }

    Optional<Setting> find(String key) {
        return Optional.ofNullable(settings.get(key));
    }

    /// Takes in the text of a configuration file.
    public void addFile(String text) {
        try {
            Value value =
                    Value.parse(text, (key, line) -> reject(place(line), key, "is set twice", "keep one of them"));
            switch (value) {
                case Mapping mapping -> addFields("", mapping);
                case Absent _ -> {}
                case Scalar _, Sequence _ -> reject(place(value.line()), "", "expected keys with values", "");
            }
        } catch (Value.Unreadable e) {
            reject(place(e.line()), "", "is neither YAML nor JSON", String.valueOf(e.getMessage()));
        }
    }

    /// Takes in the environment variables of all keys. One that is nearly a key's is a problem; others that no key has
    /// may be meant for other programs, and only warn.
    public void addVariables(Map<String, String> variables) {
        Keys.byVariable().forEach((name, key) -> {
            String text = variables.getOrDefault(name, "");
            if (!text.isEmpty()) {
                add(key, variableValue(key, text), name);
            }
        });
        variables.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !Keys.byVariable().containsKey(name))
                .filter(name -> !FOREIGN.matcher(name).matches())
                .sorted()
                .forEach(this::addUnknown);
    }

    private void addUnknown(String variable) {
        Set<String> known = Keys.byVariable().keySet().stream()
                .map(name -> name.substring(PREFIX.length()))
                .collect(Collectors.toSet());
        NearestWord.to(variable.substring(PREFIX.length()), known)
                .ifPresentOrElse(
                        near -> reject(variable, "", "no key has this variable", "did you mean " + PREFIX + near + "?"),
                        () -> warnings.add(new Problem(variable, "", "no key has this variable", "nothing reads it")));
    }

    private Value variableValue(Key key, String text) {
        if (!text.startsWith("[") && !text.startsWith("{")) {
            return new Scalar(text, 1);
        }
        try {
            return Value.parse(text, (_, _) -> {});
        } catch (Value.Unreadable e) {
            reject(key.variable(), key.name(), "is not a list or mapping in JSON", String.valueOf(e.getMessage()));
            return new Absent(1);
        }
    }

    private void addFields(String prefix, Mapping mapping) {
        mapping.fields().forEach((field, value) -> addField(prefix + field, value));
    }

    private void addField(String name, Value value) {
        Optional<Key> key = Keys.named(name);
        if (key.isPresent()) {
            add(key.get(), value, place(value.line()));
        } else if (!Keys.isGroup(name)) {
            reject(place(value.line()), name, "unknown key", didYouMean(name));
        } else if (value instanceof Mapping mapping) {
            addFields(name + ".", mapping);
        } else if (!(value instanceof Absent)) {
            reject(place(value.line()), name, "expected keys below it", "");
        }
    }

    private static String didYouMean(String name) {
        return Keys.nearestTo(name)
                .map(near -> "did you mean " + near + "?")
                .orElse("remove it; config.yaml.example shows all keys");
    }

    private void add(Key key, Value value, String place) {
        if (value instanceof Absent) {
            return;
        }
        switch (key.standing()) {
            case Standing.Served _ -> settings.put(key.name(), new Setting(key.name(), value, place));
            case Standing.OtherNameOf(String target) -> addUnderOtherName(key, target, value, place);
            case Standing.WithoutEffect _ -> {}
            case Standing.NotServedYet(String asksForNothing, String why) ->
                rejectUnless(
                        Set.of(asksForNothing), value, new Problem(place, key.name(), "known, not served yet", why));
            case Standing.Ignored(String why) -> warnings.add(new Problem(place, key.name(), "known, not served", why));
            case Standing.Removed(var harmless, String remedy) ->
                rejectUnless(harmless, value, new Problem(place, key.name(), "no longer exists", remedy));
        }
    }

    private void rejectUnless(Set<String> accepted, Value value, Problem problem) {
        if (!(value instanceof Scalar(String text, int _)) || !accepted.contains(text)) {
            problems.add(problem);
        }
    }

    private void addUnderOtherName(Key key, String target, Value value, String place) {
        Setting other = settings.get(target);
        if (other != null && other.name().equals(target) && other.isVariable() == isVariable(place)) {
            warnings.add(new Problem(place, key.name(), "is set beside " + target, "the latter counts"));
        } else {
            settings.put(target, new Setting(key.name(), value, place));
        }
    }

    private static boolean isVariable(String place) {
        return place.startsWith(PREFIX);
    }

    private String place(int line) {
        return file + ":" + line;
    }

    private void reject(String place, String key, String what, String remedy) {
        problems.add(new Problem(place, key, what, remedy));
    }
}
