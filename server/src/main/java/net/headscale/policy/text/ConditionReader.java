package net.headscale.policy.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.headscale.policy.language.Condition;
import net.headscale.policy.language.Condition.Operator;

/// Reads the conditions of postures: `ATTRIBUTE OPERATOR VALUE`, where a value is `'text'`, `"text"`, a number or a
/// truth, and `IN` takes a list in brackets.
final class ConditionReader {
    private static final Pattern SHAPE =
            Pattern.compile("\\s*([A-Za-z0-9_-]+:[A-Za-z0-9_.-]+)\\s*(==|!=|<=|>=|<|>|[A-Z]+(?:\\s+[A-Z]+)?)\\s*(.*)");
    private static final Pattern VALUE =
            Pattern.compile("\\s*(?:'([^']*)'|\"([^\"]*)\"|(-?[0-9]+(?:\\.[0-9]+)*|true|false))\\s*");
    private static final int LONGEST = 4_096;

    private ConditionReader() {}

    /// @throws InvalidSelector if it is no condition
    static Condition parse(String text) {
        Matcher shape = SHAPE.matcher(text);
        if (text.length() > LONGEST || !shape.matches()) {
            throw invalid(text);
        }
        Operator operator = operator(text, shape.group(2));
        return new Condition(shape.group(1), operator, values(text, operator, shape.group(3)));
    }

    private static Operator operator(String text, String words) {
        String plain = words.replaceAll("\\s+", " ");
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.words().equals(plain))
                .findFirst()
                .orElseThrow(() -> invalid(text));
    }

    private static List<String> values(String text, Operator operator, String rest) {
        return switch (operator) {
            case IS_SET, NOT_SET -> {
                if (!rest.isBlank()) {
                    throw invalid(text);
                }
                yield List.of();
            }
            case IN, NOT_IN -> list(text, rest.strip());
            case EQUAL, UNEQUAL, LESS, AT_MOST, MORE, AT_LEAST -> {
                Matcher value = VALUE.matcher(rest);
                if (!value.matches()) {
                    throw invalid(text);
                }
                yield List.of(value(value));
            }
        };
    }

    private static List<String> list(String text, String rest) {
        if (!rest.startsWith("[") || !rest.endsWith("]")) {
            throw invalid(text);
        }
        String inside = rest.substring(1, rest.length() - 1);
        List<String> values = new ArrayList<>();
        Matcher value = VALUE.matcher(inside);
        int at = 0;
        while (at < inside.length()) {
            value.region(at, inside.length());
            if (!value.lookingAt()) {
                throw invalid(text);
            }
            values.add(value(value));
            at = value.end();
            if (at < inside.length() && inside.charAt(at++) != ',') {
                throw invalid(text);
            }
        }
        return values;
    }

    private static String value(Matcher value) {
        String single = value.group(1);
        String twofold = value.group(2);
        return single != null ? single : twofold != null ? twofold : value.group(3);
    }

    private static InvalidSelector invalid(String text) {
        return new InvalidSelector(
                "invalid condition \"" + text + "\"",
                "a condition is such as node:os == 'linux', node:tsVersion >= '1.60' or ip:country IN ['CH', 'DE']");
    }
}
