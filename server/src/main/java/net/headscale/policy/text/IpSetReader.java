package net.headscale.policy.text;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.AddressRange;
import net.headscale.policy.language.AddressRanges;
import net.headscale.policy.language.Selector;
import net.headscale.wire.net.Prefix;

/// Reads `ipsets`: named sets of addresses, made of additions and removals in order.
final class IpSetReader {
    private final Script script;
    private final Map<String, Prefix> hosts;
    private final Map<String, Value.Member> unread = new LinkedHashMap<>();
    private final Map<String, AddressRanges> sets = new LinkedHashMap<>();
    private final Set<String> open = new HashSet<>();

    IpSetReader(Script script, Map<String, Prefix> hosts) {
        this.script = script;
        this.hosts = hosts;
    }

    Map<String, AddressRanges> read(List<Value.Member> members) {
        for (Value.Member member : members) {
            if (!member.name().text().startsWith("ipset:")) {
                throw script.refuse(
                        member.name(),
                        "ipsets[\"" + member.name().text() + "\"]: ipset names must start with 'ipset:'");
            }
            unread.put(member.name().text(), member);
        }
        for (Value.Member member : members) {
            set(member.name().text(), member.name());
        }
        return sets;
    }

    private AddressRanges set(String name, Value at) {
        AddressRanges known = sets.get(name);
        if (known != null) {
            return known;
        }
        Value.Member member = unread.get(name);
        if (member == null) {
            throw script.refuse(at, "ipset not found: \"" + name + "\"");
        }
        if (open.size() > 50 || !open.add(name)) {
            throw script.refuse(at, "ipsets[\"" + name + "\"]: ipsets cannot be recursive");
        }
        AddressRanges ranges = AddressRanges.NONE;
        for (Value element : script.elements(member.value(), name)) {
            ranges = apply(ranges, element);
        }
        open.remove(name);
        sets.put(name, ranges);
        return ranges;
    }

    private AddressRanges apply(AddressRanges ranges, Value element) {
        String[] words = script.text(element, "an ipset").strip().split("\\s+");
        if (words.length == 1) {
            return ranges.plus(target(words[0], element));
        }
        return switch (words.length == 2 ? words[0] : "") {
            case "add" -> ranges.plus(target(words[1], element));
            case "remove" -> ranges.minus(target(words[1], element));
            default ->
                throw script.refuse(
                        element,
                        "invalid ipset operation \"" + String.join(" ", words) + "\"",
                        "an operation is a target, \"add TARGET\" or \"remove TARGET\"");
        };
    }

    private AddressRanges target(String word, Value at) {
        Optional<Selector.Literal> literal = Selectors.literal(word);
        if (literal.isPresent()) {
            return new AddressRanges(List.of(AddressRange.of(literal.get().prefix())));
        }
        if (word.equals("autogroup:internet")) {
            return AddressRanges.INTERNET;
        }
        if (word.startsWith("ipset:")) {
            return set(word, at);
        }
        Prefix host = hosts.get(word);
        if (host == null) {
            throw script.refuse(
                    at,
                    "\"" + word + "\": invalid address",
                    "an ipset is made of addresses, prefixes, hosts, other ipsets and autogroup:internet");
        }
        return new AddressRanges(List.of(AddressRange.of(host)));
    }
}
