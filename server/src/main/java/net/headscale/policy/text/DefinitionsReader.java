package net.headscale.policy.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import net.headscale.policy.hujson.Value;
import net.headscale.policy.language.AddressRanges;
import net.headscale.policy.language.Condition;
import net.headscale.policy.language.PolicyDocument.Definitions;
import net.headscale.policy.language.Selector;
import net.headscale.tailnet.Tag;
import net.headscale.wire.net.Prefix;

/// Reads the sections that define names: `groups`, `tagOwners`, `hosts`, `ipsets`, `postures`.
final class DefinitionsReader {
    private final Script script;
    private final Set<String> domains;

    DefinitionsReader(Script script, Set<String> domains) {
        this.script = script;
        this.domains = domains;
    }

    Definitions read(Fields policy) {
        Map<String, List<Selector>> groups = groups(policy.members("groups"));
        Map<Tag, List<Value>> tags = tags(policy.members("tagowners"));
        Map<String, Prefix> hosts = hosts(policy.members("hosts"));
        Map<String, AddressRanges> ipSets = new IpSetReader(script, hosts).read(policy.members("ipsets"));
        Map<String, List<Condition>> postures = new TreeMap<>();
        for (Value.Member member : policy.members("postures")) {
            postures.put(posture(member), conditions(member));
        }
        Map<Tag, List<Selector>> owners = new LinkedHashMap<>();
        tags.keySet().forEach(tag -> owners.put(tag, List.of()));
        Definitions names = new Definitions(groups, hosts, ipSets, owners, postures);
        Selectors selectors = new Selectors(names, domains);
        tags.forEach((tag, words) -> owners.put(tag, owners(tag, words, selectors)));
        return new Definitions(groups, hosts, ipSets, owners, postures);
    }

    private Map<String, List<Selector>> groups(List<Value.Member> members) {
        Map<String, Value.Member> byName = new TreeMap<>(Comparator.reverseOrder()); // the order of its complaints
        for (Value.Member member : members) {
            if (!member.name().text().startsWith("group:")) {
                throw script.refuse(
                        member.name(),
                        "groups[\"" + member.name().text() + "\"]: group names must start with 'group:'");
            }
            byName.put(member.name().text(), member);
        }
        Map<String, List<Selector>> groups = new LinkedHashMap<>();
        byName.forEach((name, member) -> groups.put(name, group(name, member.value())));
        return groups;
    }

    private List<Selector> group(String name, Value value) {
        List<Selector> users = new ArrayList<>();
        for (Value element : script.elements(value, name)) {
            String user = script.text(element, name).strip();
            if (user.startsWith("group:")) {
                throw script.refuse(
                        element,
                        "groups[\"" + name + "\"]: \"" + user + "\": group members cannot be recursive",
                        "name the users of " + user + " here");
            }
            if (user.isEmpty() || user.equals("*") || user.contains(":")) {
                throw script.refuse(
                        element,
                        "groups[\"" + name + "\"]: \"" + user + "\": group members must be users",
                        "a user is a login name such as alice@example.com");
            }
            users.add(new Selector.Login(user));
        }
        return users;
    }

    private Map<Tag, List<Value>> tags(List<Value.Member> members) {
        Map<Tag, List<Value>> tags = new LinkedHashMap<>();
        for (Value.Member member : members) {
            String tag = member.name().text();
            fault(tag).ifPresent(why -> {
                throw script.refuse(member.name(), "tagOwners[\"" + tag + "\"]: " + why);
            });
            tags.put(new Tag(tag), script.elements(member.value(), tag));
        }
        return tags;
    }

    /// What is wrong with the shape of a tag, in the words of tailscale `tailcfg.CheckTag`.
    private static Optional<String> fault(String tag) {
        if (!tag.startsWith("tag:")) {
            return Optional.of("tags must start with 'tag:'");
        }
        if (tag.equals("tag:")) {
            return Optional.of("tag names must not be empty");
        }
        char first = tag.charAt("tag:".length());
        if ((first < 'a' || first > 'z') && (first < 'A' || first > 'Z')) {
            return Optional.of("tag names must start with a letter, after 'tag:'");
        }
        return Tag.isValid(tag)
                ? Optional.empty()
                : Optional.of("tag names can only contain numbers, letters, or dashes");
    }

    private List<Selector> owners(Tag tag, List<Value> words, Selectors selectors) {
        List<Selector> owners = new ArrayList<>();
        for (Value word : words) {
            String text = script.text(word, tag.text()).strip();
            try {
                owners.add(selectors.parse(text, Place.TAG_OWNER));
            } catch (InvalidSelector invalid) {
                String message = text.startsWith("tag:")
                        ? "tag \"" + tag + "\" references undefined tag \"" + text + "\""
                        : "tagOwners[\"" + tag + "\"]: " + invalid.why();
                throw script.refuse(word, message, invalid.advice());
            }
        }
        return owners;
    }

    private Map<String, Prefix> hosts(List<Value.Member> members) {
        Map<String, Prefix> hosts = new TreeMap<>();
        for (Value.Member member : members) {
            String name = member.name().text();
            if (name.isBlank() || name.contains("@") || name.contains(":")) {
                throw script.refuse(member.name(), "hosts[\"" + name + "\"]: host names must not contain '@' or ':'");
            }
            String address = script.text(member.value(), name).strip();
            hosts.put(
                    name,
                    Selectors.literal(address)
                            .map(Selector.Literal::prefix)
                            .orElseThrow(() -> script.refuse(
                                    member.value(),
                                    "hosts[\"" + name + "\"]: \"" + address + "\": invalid address",
                                    "an address or a prefix such as 10.0.0.0/8")));
        }
        return hosts;
    }

    private String posture(Value.Member member) {
        String name = member.name().text();
        if (!name.startsWith("posture:")) {
            throw script.refuse(member.name(), "postures[\"" + name + "\"]: posture names must start with 'posture:'");
        }
        return name;
    }

    private List<Condition> conditions(Value.Member member) {
        List<Condition> conditions = new ArrayList<>();
        for (Value element : script.elements(member.value(), member.name().text())) {
            try {
                conditions.add(ConditionReader.parse(script.text(element, "a condition")));
            } catch (InvalidSelector invalid) {
                throw script.refuse(element, "postures[\"" + member.name().text() + "\"]: ", invalid);
            }
        }
        return conditions;
    }
}
