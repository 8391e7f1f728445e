package net.headscale.config.key;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import net.headscale.config.key.Settings.Setting;
import net.headscale.config.key.Value.Absent;
import net.headscale.config.key.Value.Mapping;
import net.headscale.config.key.Value.Scalar;
import net.headscale.config.key.Value.Sequence;

/// Settings as typed values. What cannot be read is noted as a problem and the default is given, so that all
/// problems of a configuration come to light at once.
public final class Reading {
    private static final Pattern SEPARATOR = Pattern.compile("\\s*,\\s*|\\s+");

    private final Settings settings;
    private final Environment environment;
    private final Path folder;

    /// @param folder where relative paths begin
    public Reading(Settings settings, Environment environment, Path folder) {
        this.settings = settings;
        this.environment = environment;
        this.folder = folder;
    }

    /// Where relative paths begin.
    public Path folder() {
        return folder;
    }

    /// What this process finds around itself.
    public Environment environment() {
        return environment;
    }

    /// Whether the operator gave `key` a value.
    public boolean isSet(String key) {
        return settings.find(key).isPresent();
    }

    /// Whether a key of the first releases, or none at all, chose the database.
    public boolean isSetByOtherName(String key) {
        return settings.find(key).filter(setting -> !setting.name().equals(key)).isPresent();
    }

    /// A word as it stands.
    public String text(String key, String byDefault) {
        return read(key, byDefault, text -> text);
    }

    /// `true`, `false`, `1` or `0`.
    public boolean flag(String key, boolean byDefault) {
        return read(key, byDefault, text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new IllegalArgumentException("expected true or false, found " + text);
        });
    }

    /// A whole number of `min` to `max`.
    public int number(String key, int byDefault, int min, int max) {
        return read(key, byDefault, text -> {
            String expected = "expected a number of " + min + " to " + max + ", found " + text;
            try {
                int number = Integer.parseInt(text);
                if (number >= min && number <= max) {
                    return number;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(expected, e);
            }
            throw new IllegalArgumentException(expected);
        });
    }

    /// A duration such as `30s`, `12h` or `1d`.
    public Duration duration(String key, Duration byDefault) {
        return read(key, byDefault, Durations::parse);
    }

    /// A path; relative ones begin at [#folder], and the empty text is the default.
    public Path path(String key, Path byDefault) {
        return read(key, byDefault, text -> text.isEmpty() ? byDefault : environment.path(text, folder));
    }

    /// One of a few words.
    public <E extends Enum<E>> E choice(String key, E byDefault, Class<E> choices) {
        return read(key, byDefault, text -> {
            var words = new ArrayList<String>();
            for (E choice : choices.getEnumConstants()) {
                String word = choice.name().toLowerCase(Locale.ROOT);
                if (word.equals(text.toLowerCase(Locale.ROOT))) {
                    return choice;
                }
                words.add(word);
            }
            throw new IllegalArgumentException("expected " + String.join(" or ", words) + ", found " + text);
        });
    }

    /// A value that `parse` makes of a word, or says why not by [IllegalArgumentException].
    public <T> T read(String key, T byDefault, Function<String, T> parse) {
        Optional<Setting> setting = settings.find(key);
        if (setting.isEmpty()) {
            return byDefault;
        }
        if (!(setting.get().value() instanceof Scalar(String text, int _))) {
            reject(key, "expected one value, found several", "");
            return byDefault;
        }
        return attempt(key, () -> parse.apply(text)).orElse(byDefault);
    }

    /// A list of values; one value alone is a list of one, and a variable may separate them by commas.
    public <T> List<T> list(String key, Function<String, T> parse) {
        var list = new ArrayList<T>();
        settings.find(key).ifPresent(setting -> {
            for (String text : texts(setting)) {
                attempt(key, () -> parse.apply(text)).ifPresent(list::add);
            }
        });
        return List.copyOf(list);
    }

    /// A list of different values; commas or spaces, which none of them holds, separate them in a file and a variable.
    ///
    /// @param parse is given the empty text too, where nothing stands between two commas or in a place of a list
    public <T> List<T> separated(String key, Function<String, T> parse) {
        var list = new LinkedHashSet<T>();
        settings.find(key).ifPresent(setting -> {
            for (String text : separated(setting)) {
                attempt(key, () -> parse.apply(text)).ifPresent(list::add);
            }
        });
        return List.copyOf(list);
    }

    private Set<String> separated(Setting setting) {
        if (setting.value() instanceof Scalar(String text, int _) && text.isBlank()) {
            return Set.of();
        }
        var texts = new LinkedHashSet<String>();
        List<Value> items = setting.value() instanceof Sequence(var all, int _) ? all : List.of(setting.value());
        for (Value item : items) {
            switch (item) {
                case Scalar(String text, int _) -> texts.addAll(List.of(SEPARATOR.split(text.strip(), -1)));
                case Absent _ -> texts.add("");
                case Sequence _, Mapping _ -> reject(setting.name(), "expected a list of values", "");
            }
        }
        return texts;
    }

    /// Paths; relative ones begin at the configuration's folder.
    public List<Path> paths(String key) {
        return list(key, text -> environment.path(text, folder));
    }

    /// Lists of words by name, in the order of the text.
    public Map<String, List<String>> listsByName(String key) {
        var lists = new LinkedHashMap<String, List<String>>();
        settings.find(key).ifPresent(setting -> {
            if (setting.value() instanceof Mapping mapping) {
                mapping.fields().forEach((name, value) -> lists.put(name, texts(setting, value)));
            } else {
                reject(key, "expected names with lists of values", "");
            }
        });
        return lists;
    }

    /// Mappings of words, as `dns.extra_records` has them.
    public List<Map<String, String>> records(String key) {
        var records = new ArrayList<Map<String, String>>();
        settings.find(key).ifPresent(setting -> {
            List<Value> items = setting.value() instanceof Sequence(var all, int _) ? all : List.of(setting.value());
            for (Value item : items) {
                if (item instanceof Mapping mapping) {
                    records.add(words(mapping));
                } else {
                    reject(key, "expected a list of mappings", "");
                }
            }
        });
        return records;
    }

    /// Notes a problem with a key, at the place where it was set.
    public void reject(String key, String what, String remedy) {
        settings.problems().add(problem(key, what, remedy));
    }

    /// Notes what the operator should know of a key.
    public void warn(String key, String what, String remedy) {
        settings.warnings().add(problem(key, what, remedy));
    }

    private Problem problem(String key, String what, String remedy) {
        return settings.find(key)
                .map(setting -> new Problem(setting.place(), setting.name(), what, remedy))
                .orElseGet(() -> new Problem("", key, what, remedy));
    }

    /// What `parse` gives; nothing, and a problem, where it throws [IllegalArgumentException].
    public <T> Optional<T> attempt(String key, Supplier<T> parse) {
        try {
            return Optional.of(parse.get());
        } catch (IllegalArgumentException e) {
            reject(key, String.valueOf(e.getMessage()), "");
            return Optional.empty();
        }
    }

    private List<String> texts(Setting setting) {
        if (setting.value() instanceof Scalar(String text, int _) && setting.isVariable()) {
            return List.of(text.split("[, ]+"));
        }
        return texts(setting, setting.value());
    }

    private List<String> texts(Setting setting, Value value) {
        return switch (value) {
            case Scalar(String text, int _) -> text.isEmpty() ? List.of() : List.of(text);
            case Absent _ -> List.of();
            case Sequence(var items, int _) -> {
                var texts = new ArrayList<String>();
                items.forEach(item -> texts.addAll(texts(setting, item)));
                yield texts;
            }
            case Mapping _ -> {
                reject(setting.name(), "expected a list of values", "");
                yield List.of();
            }
        };
    }

    private static Map<String, String> words(Mapping mapping) {
        var words = new LinkedHashMap<String, String>();
        mapping.fields().forEach((name, value) -> {
            if (value instanceof Scalar(String text, int _)) {
                words.put(name, text);
            }
        });
        return words;
    }
}
