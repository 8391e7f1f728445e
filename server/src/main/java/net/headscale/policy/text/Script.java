package net.headscale.policy.text;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.policy.hujson.Document;
import net.headscale.policy.hujson.Position;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.PolicyDocument.Notice;
import net.headscale.wire.json.RawJson;

/// A policy text while it is read: takes values in the type that is due, and collects warnings.
final class Script {
    private final Document document;
    private final List<Notice> warnings = new ArrayList<>();

    Script(Document document) {
        this.document = document;
    }

    List<Notice> warnings() {
        return warnings;
    }

    int line(Value value) {
        return document.position(value.start()).line();
    }

    void warn(Value at, String message) {
        Position position = document.position(at.start());
        warnings.add(new Notice(position.line(), position.column(), message));
    }

    PolicyRefused refuse(Value at, String message) {
        return refuse(at, message, "");
    }

    PolicyRefused refuse(Value at, String message, String advice) {
        return new PolicyRefused(document.position(at.start()), message, advice);
    }

    PolicyRefused refuse(Value at, String prefix, InvalidSelector invalid) {
        return refuse(at, prefix + invalid.why(), invalid.advice());
    }

    Value.Struct struct(Value value, String what) {
        if (value instanceof Value.Struct struct) {
            return struct;
        }
        throw mismatch(value, "an object", what);
    }

    String text(Value value, String what) {
        if (value instanceof Value.Text text) {
            return text.text();
        }
        throw mismatch(value, "a string", what);
    }

    /// A string, or a number as its digits.
    String textOrNumber(Value value, String what) {
        return value instanceof Value.Numeral number ? number.digits() : text(value, what);
    }

    boolean truth(Value value, String what) {
        if (value instanceof Value.Truth truth) {
            return truth.isTrue();
        }
        throw mismatch(value, "true or false", what);
    }

    /// The elements of an array; `null` has none.
    List<Value> elements(Value value, String what) {
        return switch (value) {
            case Value.Sequence sequence -> sequence.elements();
            case Value.Null _ -> List.of();
            default -> throw mismatch(value, "an array", what);
        };
    }

    List<String> texts(Value value, String what) {
        return elements(value, what).stream()
                .map(element -> text(element, what))
                .toList();
    }

    /// `{"name": [json, …]}`.
    SortedMap<String, List<RawJson>> capabilities(Value value, String what) {
        SortedMap<String, List<RawJson>> capabilities = new TreeMap<>();
        for (Value.Member member : struct(value, what).members()) {
            List<RawJson> values = elements(member.value(), what).stream()
                    .map(element -> RawJson.parse(document.json(element)))
                    .toList();
            capabilities.put(member.name().text(), values);
        }
        return capabilities;
    }

    RawJson json(Value value) {
        return RawJson.parse(document.json(value));
    }

    private PolicyRefused mismatch(Value value, String expected, String what) {
        return refuse(value, "expected " + expected + " for " + what + ", found " + value.kind());
    }
}
