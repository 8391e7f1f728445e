package net.headscale.policy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.Selector;
import net.headscale.policy.language.SshEntry;
import net.headscale.policy.membership.Membership;
import net.headscale.policy.membership.People;
import net.headscale.tailnet.IdMap;
import net.headscale.tailnet.Node;
import net.headscale.tailnet.User;
import net.headscale.tailnet.UserId;
import net.headscale.wire.net.Endpoint;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.tailcfg.SshPolicy;
import net.headscale.wire.tailcfg.SshPolicy.Principal;
import net.headscale.wire.tailcfg.SshPolicy.RecorderFailure;
import net.headscale.wire.tailcfg.SshPolicy.Rule;
import net.headscale.wire.tailcfg.SshPolicy.SshAction;

/// Writes the SSH policy of one node.
///
/// Rules that ask for a check come first: clients take the first that matches. A rule with `localpart:` is written once
/// for each user who may log in, since each gets a name of its own; and nodes of these users get their own user's rules
/// even where they are no destination, as the hosted service does it.
final class SshWriter {
    private static final String DELEGATE =
            "https://unused/machine/ssh/action/$SRC_NODE_ID/to/$DST_NODE_ID?local_user=$LOCAL_USER";
    private static final int RECORDER_PORT = 80;

    private final Membership membership;
    private final IdMap<UserId, User> users;

    SshWriter(Membership membership, IdMap<UserId, User> users) {
        this.membership = membership;
        this.users = users;
    }

    /// The policy for the node in `slot`.
    SshPolicy write(int slot) {
        return new SshPolicy(explained(slot).stream().map(Written::rule).toList());
    }

    /// The rules for the node in `slot`, each with the entry that it comes from, in the order in which clients try
    /// them.
    List<Written> explained(int slot) {
        List<Written> rules = new ArrayList<>();
        for (SshEntry entry : membership.blueprint().document().ssh().entries()) {
            write(entry, slot).forEach(rule -> rules.add(new Written(entry, rule)));
        }
        rules.sort(Comparator.comparing(rule -> !isCheck(rule.entry())));
        return rules;
    }

    private static boolean isCheck(SshEntry entry) {
        return entry.mode() instanceof SshEntry.Mode.Check;
    }

    private List<Rule> write(SshEntry entry, int slot) {
        Node node = membership.census().present(slot);
        List<Rule> rules = new ArrayList<>();
        boolean isSelf = entry.ends().destinations().stream().anyMatch(d -> d.isAuto(Autogroup.SELF));
        if (isSelf && !node.owner().isTagged()) {
            rules.addAll(rules(entry, source -> isSameUser(source, node)));
        }
        boolean isDestination = entry.ends().destinations().stream()
                .filter(destination -> !destination.isAuto(Autogroup.SELF))
                .anyMatch(destination -> membership.nodesOf(destination).get(slot));
        if (isDestination) {
            rules.addAll(rules(entry, _ -> true));
        } else if (!entry.localparts().isEmpty()
                && rules.isEmpty()
                && !entry.ends().destinations().isEmpty()) {
            if (isSource(entry, node)) {
                rules.addAll(rules(entry, source -> source.equals(node) || isSameUser(source, node)));
            }
        }
        return rules;
    }

    private boolean isSource(SshEntry entry, Node node) {
        return sources(entry).anyMatch(node::equals);
    }

    private static boolean isSameUser(Node left, Node right) {
        return !left.owner().isTagged()
                && !right.owner().isTagged()
                && left.owner().user().equals(right.owner().user());
    }

    /// The nodes that an entry lets log in; one with many tags stands there many times, as `autogroup:tagged` has it.
    private Stream<Node> sources(SshEntry entry) {
        List<String> postures = entry.ends().postures();
        return entry.ends().sources().stream()
                .distinct()
                .flatMap(source -> membership.nodesOf(source).stream()
                        .filter(slot -> membership.fulfils(slot, postures))
                        .mapToObj(membership.census()::present)
                        .flatMap(node -> times(source, node)));
    }

    private static Stream<Node> times(Selector source, Node node) {
        int count = source.isAuto(Autogroup.TAGGED) ? node.owner().tags().size() : 1;
        return Stream.generate(() -> node).limit(count);
    }

    private List<Rule> rules(SshEntry entry, Predicate<Node> isMeant) {
        List<Node> sources = sources(entry).filter(isMeant).toList();
        if (sources.isEmpty()) {
            return List.of();
        }
        if (entry.localparts().isEmpty()) {
            return List.of(rule(entry, sources, common(entry)));
        }
        List<Rule> rules = new ArrayList<>();
        Map<UserId, List<Node>> byUser = new TreeMap<>();
        sources.stream()
                .filter(node -> !node.owner().isTagged())
                .forEach(node -> byUser.computeIfAbsent(node.owner().user(), _ -> new ArrayList<>())
                        .add(node));
        byUser.forEach((user, nodes) -> {
            rules.add(rule(entry, nodes, common(entry)));
            localpart(entry, user).ifPresent(name -> rules.add(rule(entry, nodes, Map.of(name, name))));
        });
        List<Node> tagged =
                sources.stream().filter(node -> node.owner().isTagged()).toList();
        if (!tagged.isEmpty()) {
            rules.add(rule(entry, tagged, common(entry)));
        }
        return rules;
    }

    /// The part of the user's login before the `@`, if its domain is one that the entry is for.
    private Optional<String> localpart(SshEntry entry, UserId id) {
        User user = users.get(id);
        if (user == null || !entry.localparts().contains(People.domainOf(user))) {
            return Optional.empty();
        }
        String login = People.loginOf(user);
        return Optional.of(login.substring(0, login.lastIndexOf('@')));
    }

    private static Map<String, String> common(SshEntry entry) {
        Map<String, String> users = new TreeMap<>();
        users.put("root", "");
        for (String user : entry.users()) {
            if (user.equals("autogroup:nonroot")) {
                users.put("*", "=");
            } else {
                users.put(user, user);
            }
        }
        return users;
    }

    private Rule rule(SshEntry entry, List<Node> sources, Map<String, String> users) {
        List<Principal> principals = sources.stream()
                .flatMap(node -> node.addresses().stream())
                .map(IpAddress::toString)
                .sorted()
                .map(Principal::address)
                .toList();
        return new Rule(null, principals, users, action(entry), entry.acceptEnv());
    }

    private SshAction action(SshEntry entry) {
        return isCheck(entry) ? SshAction.delegate(DELEGATE) : admission(entry);
    }

    /// What lets a session of `entry` in, once it need not be checked.
    SshAction admission(SshEntry entry) {
        List<Endpoint> recorders = entry.recording().recorders().stream()
                .flatMap(recorder -> membership.sources().firstOf(recorder).stream())
                .map(address -> new Endpoint(address, RECORDER_PORT))
                .toList();
        SshAction admit = SshAction.admit(Duration.ZERO);
        if (recorders.isEmpty() && !entry.recording().isEnforced()) {
            return admit;
        }
        return new SshAction(
                admit.message(),
                admit.reject(),
                admit.accept(),
                admit.sessionDuration(),
                admit.allowAgentForwarding(),
                admit.holdAndDelegate(),
                admit.allowLocalPortForwarding(),
                admit.allowRemotePortForwarding(),
                recorders,
                entry.recording().isEnforced() ? onFailure() : null);
    }

    private static RecorderFailure onFailure() {
        return new RecorderFailure(
                "session rejected: it cannot be recorded", "session ended: it can no longer be recorded", "");
    }

    /// A rule and where it comes from.
    record Written(SshEntry entry, Rule rule) {}
}
