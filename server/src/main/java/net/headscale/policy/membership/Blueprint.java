package net.headscale.policy.membership;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.headscale.policy.language.NodeAttribute;
import net.headscale.policy.language.PolicyDocument;
import net.headscale.policy.language.Rule;
import net.headscale.policy.language.Selector;
import net.headscale.policy.language.SshEntry;
import net.headscale.wire.json.RawJson;

/// A policy with everything numbered that membership is counted by; depends on no tailnet. Immutable once made.
///
/// One number space holds selectors, postures and the destinations of rules with `via`, since a node's class is simply
/// the set of numbers that hold for it.
public final class Blueprint {
    private static final String DRIVE = "tailscale.com/cap/drive";
    private static final String RELAY = "tailscale.com/cap/relay";

    /// What each capability needs in the other direction, in the order in which filters have it.
    private static final Map<String, String> COMPANIONS = companions();

    private final PolicyDocument document;
    private final Map<Object, Integer> numbers = new LinkedHashMap<>();
    private final List<Sources> sources = new ArrayList<>();
    private final Map<Sources, Integer> sourceNumbers = new LinkedHashMap<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Access> accesses = new ArrayList<>();
    private final List<Sources> selfAccesses = new ArrayList<>();

    private Blueprint(PolicyDocument document) {
        this.document = document;
    }

    /// Numbers what `document` says.
    public static Blueprint of(PolicyDocument document) {
        Blueprint blueprint = new Blueprint(document);
        document.rules().forEach(blueprint::add);
        for (SshEntry entry : document.ssh().entries()) {
            blueprint.numbers(entry.ends().sources());
            blueprint.numbers(entry.ends().destinations());
            blueprint.numbers(entry.recording().recorders());
            entry.ends().postures().forEach(blueprint::posture);
        }
        for (NodeAttribute attribute : document.attributes()) {
            blueprint.numbers(attribute.targets());
        }
        return blueprint;
    }

    private static Map<String, String> companions() {
        Map<String, String> companions = new LinkedHashMap<>();
        companions.put(DRIVE, "tailscale.com/cap/drive-sharer");
        companions.put(RELAY, "tailscale.com/cap/relay-target");
        return companions;
    }

    private void add(Rule rule) {
        if (rule.sources().isEmpty() || rule.parts().isEmpty()) {
            return;
        }
        Sources from = sources(rule.sources(), rule.postures());
        int via = rule.via().isEmpty() ? -1 : number(new Via(rule));
        rule.via().forEach(tag -> number(new Selector.Tagged(tag)));
        for (Rule.Part part : rule.parts()) {
            numbers(part.destinations());
            addEntries(rule, part, from);
        }
        addAccess(rule, from, via);
    }

    private void addAccess(Rule rule, Sources from, int via) {
        if (via >= 0) {
            accesses.add(new Access(rule, from, List.of(via)));
            return;
        }
        List<Selector> destinations = rule.parts().stream()
                .filter(part -> !part.isSelf())
                .flatMap(part -> part.destinations().stream())
                .distinct()
                .toList();
        if (!destinations.isEmpty()) {
            accesses.add(new Access(rule, from, numbers(destinations)));
        }
        if (rule.parts().stream().anyMatch(Rule.Part::isSelf) && !selfAccesses.contains(from)) {
            selfAccesses.add(from);
        }
    }

    private void addEntries(Rule rule, Rule.Part part, Sources from) {
        switch (part) {
            case Rule.Opening opening ->
                entries.add(new Entry(entries.size(), rule, part, from, false, noCapability()));
            case Rule.Granting granting when rule.via().isEmpty() -> addGrants(rule, granting, from);
            case Rule.Granting _ -> {
                // with via, capabilities reach no filter; they only let the two see each other
            }
        }
    }

    private void addGrants(Rule rule, Rule.Granting part, Sources from) {
        entries.add(new Entry(entries.size(), rule, part, from, false, part.capabilities()));
        COMPANIONS.forEach((capability, companion) -> {
            if (part.capabilities().containsKey(capability)) {
                SortedMap<String, List<RawJson>> back = noCapability();
                back.put(companion, List.of());
                entries.add(new Entry(entries.size(), rule, part, from, true, back));
            }
        });
    }

    private static SortedMap<String, List<RawJson>> noCapability() {
        return new TreeMap<>();
    }

    private Sources sources(List<Selector> selectors, List<String> postures) {
        BitSet places = new BitSet();
        for (int number : numbers(selectors)) {
            places.set(number);
        }
        BitSet required = new BitSet();
        for (String posture : postures) {
            required.set(posture(posture));
        }
        Sources found =
                new Sources(sources.size(), selectors.stream().distinct().toList(), places, required);
        Integer known = sourceNumbers.putIfAbsent(found, sources.size());
        if (known != null) {
            return sources.get(known);
        }
        sources.add(found);
        return found;
    }

    private List<Integer> numbers(List<Selector> selectors) {
        return selectors.stream().map(this::number).toList();
    }

    private int posture(String name) {
        return number(new Posture(name));
    }

    private int number(Object what) {
        return numbers.computeIfAbsent(what, _ -> numbers.size());
    }

    /// The policy.
    public PolicyDocument document() {
        return document;
    }

    /// The number of a selector that the policy uses in a rule, in `ssh` or in `nodeAttrs`.
    public int numberOf(Selector selector) {
        Integer number = numbers.get(selector);
        if (number == null) {
            throw new IllegalArgumentException("expected a selector of the policy, found " + selector.text());
        }
        return number;
    }

    /// The number of where a rule with `via` leads.
    public int numberOfVia(Rule rule) {
        Integer number = numbers.get(new Via(rule));
        if (number == null) {
            throw new IllegalArgumentException("expected a rule with via, found " + rule.origin());
        }
        return number;
    }

    /// How many numbers there are.
    public int numbersInUse() {
        return numbers.size();
    }

    int numberOfPosture(String name) {
        return numbers.getOrDefault(new Posture(name), -1);
    }

    /// What is numbered, in order: [Selector], [Posture] or [Via].
    List<Object> numbered() {
        return List.copyOf(numbers.keySet());
    }

    /// Parts of rules, in the order of packet filters.
    public List<Entry> entries() {
        return entries;
    }

    /// Sources and destinations of rules, those to one's own nodes aside.
    public List<Access> accesses() {
        return accesses;
    }

    /// The sources of rules to one's own nodes.
    public List<Sources> selfAccesses() {
        return selfAccesses;
    }

    /// Every distinct set of sources.
    public List<Sources> sources() {
        return sources;
    }

    /// The numbers of postures that a source node must fulfil one of; for sets of sources that are not of a rule.
    BitSet postures(List<String> names) {
        BitSet required = new BitSet();
        names.forEach(name -> required.set(numberOfPosture(name)));
        return required;
    }

    /// A name of `postures`.
    record Posture(String name) {}

    /// Where a rule with `via` leads: routers with one of its tags that serve one of its destinations.
    record Via(Rule rule) {}

    /// A distinct set of sources.
    ///
    /// @param number its place in [Blueprint#sources]
    /// @param selectors without doubles
    /// @param places the numbers of the selectors
    /// @param postures numbers of which a source node must have one; none: any node
    public record Sources(int number, List<Selector> selectors, BitSet places, BitSet postures) {
        @Override
        public boolean equals(@org.jspecify.annotations.Nullable Object other) {
            return other instanceof Sources that && places.equals(that.places) && postures.equals(that.postures);
        }

        @Override
        public int hashCode() {
            return 31 * places.hashCode() + postures.hashCode();
        }
    }

    /// Who may reach whom in any way.
    ///
    /// @param destinations numbers
    public record Access(Rule rule, Sources sources, List<Integer> destinations) {
        public Access {
            destinations = List.copyOf(destinations);
        }
    }

    /// A part of a rule.
    ///
    /// @param position its place among all
    /// @param isCompanion whether sources and destinations are exchanged
    /// @param capabilities what is granted; none: it opens ports
    public record Entry(
            int position,
            Rule rule,
            Rule.Part part,
            Sources sources,
            boolean isCompanion,
            SortedMap<String, List<RawJson>> capabilities) {
        /// Whether the part leads through tagged routers.
        public boolean isVia() {
            return !rule.via().isEmpty();
        }
    }
}
