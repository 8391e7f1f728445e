package net.headscale.policy.text;

import java.util.Optional;
import java.util.Set;
import net.headscale.policy.language.AddressRanges;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.PolicyDocument.Definitions;
import net.headscale.policy.language.Selector;
import net.headscale.tailnet.Tag;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.MalformedAddress;
import net.headscale.wire.net.Prefix;

/// Reads selectors with the names that the policy defines.
public final class Selectors {
    private static final String ANY_USER = "user:*@";

    private final Definitions names;
    private final Set<String> domains;

    /// @param domains those that belong to the tailnet; none: not known, any will do
    Selectors(Definitions names, Set<String> domains) {
        this.names = names;
        this.domains = Set.copyOf(domains);
    }

    /// The selector that a test, or an administrator's question, is about; absent if there is none such.
    public static Optional<Selector> find(String word, Definitions names) {
        try {
            return Optional.of(new Selectors(names, Set.of()).parse(word));
        } catch (InvalidSelector none) {
            return Optional.empty();
        }
    }

    /// @throws InvalidSelector if `word` may not stand at `place`, or is not defined
    Selector parse(String word, Place place) {
        Selector selector = parse(word);
        if (selector instanceof Selector.Auto(Autogroup group) && !place.admits(group)) {
            throw unfit(group, place);
        }
        return selector;
    }

    private static InvalidSelector unfit(Autogroup group, Place place) {
        return switch (place) {
            case RULE_SOURCE, SSH_SOURCE, TEST_SOURCE ->
                InvalidSelector.misplaced("\"" + group.text() + "\" not valid on the src side of a rule");
            case RULE_DESTINATION -> InvalidSelector.misplaced("cannot use " + group.text() + " as a dst");
            case SSH_DESTINATION, TEST_DESTINATION -> InvalidSelector.misplaced("invalid dst \"" + group.text() + "\"");
            case ATTRIBUTE_TARGET -> InvalidSelector.misplaced("invalid target \"" + group.text() + "\"");
            case TAG_OWNER, APPROVER -> InvalidSelector.misplaced("invalid owner \"" + group.text() + "\"");
        };
    }

    private Selector parse(String written) {
        String word = written.strip();
        Optional<Selector.Literal> literal = literal(word);
        if (literal.isPresent()) {
            return literal.get();
        }
        if (word.equals("*")) {
            return Selector.everyone();
        }
        if (word.startsWith(ANY_USER)) {
            return domain(word);
        }
        if (word.startsWith("group:")) {
            return group(word);
        }
        if (word.contains("@")) {
            return new Selector.Login(word);
        }
        return named(word);
    }

    private Selector named(String word) {
        if (word.startsWith("tag:")) {
            return tag(word);
        }
        if (word.startsWith("autogroup:")) {
            return Autogroup.named(word.substring("autogroup:".length()))
                    .<Selector>map(Selector.Auto::new)
                    .orElseThrow(() -> new InvalidSelector("autogroup not found: \"" + word + "\"", ""));
        }
        if (word.startsWith("ipset:")) {
            AddressRanges ranges = names.ipSets().get(word);
            return require(ranges == null ? null : new Selector.IpSet(word, ranges), "ipset not found: ", word);
        }
        Prefix host = names.hosts().get(word);
        return require(host == null ? null : new Selector.Host(word, host), "", word);
    }

    private static Selector require(@org.jspecify.annotations.Nullable Selector selector, String kind, String word) {
        if (selector != null) {
            return selector;
        }
        if (kind.isEmpty()) {
            throw new InvalidSelector(
                    "\"" + word + "\": invalid address",
                    "an address, a prefix, or a name of \"hosts\", \"groups\" (group:…), \"tagOwners\" (tag:…),"
                            + " \"ipsets\" (ipset:…), a user (name@) or an autogroup");
        }
        throw new InvalidSelector(kind + "\"" + word + "\"", "");
    }

    private Selector group(String word) {
        if (!names.groups().containsKey(word) && !isOfProvider(word)) {
            throw new InvalidSelector("group not found: \"" + word + "\"", "groups are defined in \"groups\"");
        }
        return new Selector.Group(word);
    }

    /// Whether it is a group that a login provider fills: `group:eng@example.com`.
    static boolean isOfProvider(String word) {
        int at = word.indexOf('@');
        return word.startsWith("group:") && at > "group:".length() && at < word.length() - 1;
    }

    private Selector tag(String word) {
        if (!Tag.isValid(word) || !names.tagOwners().containsKey(new Tag(word))) {
            throw new InvalidSelector(
                    "tag not found: \"" + word + "\"", "a tag must be a key of \"tagOwners\" before it is used");
        }
        return new Selector.Tagged(new Tag(word));
    }

    private Selector domain(String word) {
        String domain = word.substring(ANY_USER.length());
        requireDomain(domain);
        return new Selector.Domain(word, domain);
    }

    /// @throws InvalidSelector if `domain` is not one of the tailnet's
    void requireDomain(String domain) {
        if (domain.isEmpty() || (!domains.isEmpty() && !domains.contains(domain))) {
            throw new InvalidSelector(
                    domain + " is not associated with this Tailnet and cannot be used in user:*@<domain> expressions",
                    domains.isEmpty()
                            ? ""
                            : "its domains are "
                                    + String.join(
                                            ", ", domains.stream().sorted().toList()));
        }
    }

    /// An address or prefix that is written out.
    static Optional<Selector.Literal> literal(String word) {
        if (word.isEmpty() || word.indexOf('%') >= 0 || !couldBeAddress(word)) {
            return Optional.empty();
        }
        try {
            boolean isPrefix = word.indexOf('/') >= 0;
            Prefix prefix = isPrefix ? Prefix.parse(word).masked() : Prefix.of(IpAddress.parse(word));
            return Optional.of(new Selector.Literal(word, prefix, isPrefix));
        } catch (MalformedAddress name) {
            return Optional.empty();
        }
    }

    private static boolean couldBeAddress(String word) {
        return word.chars().allMatch(c -> Character.digit(c, 16) >= 0 || c == '.' || c == ':' || c == '/');
    }
}
