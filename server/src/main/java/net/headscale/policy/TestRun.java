package net.headscale.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.headscale.policy.language.AddressRange;
import net.headscale.policy.language.Autogroup;
import net.headscale.policy.language.PolicyTest;
import net.headscale.policy.language.Selector;
import net.headscale.policy.language.SshTest;
import net.headscale.policy.membership.Membership;
import net.headscale.policy.text.Selectors;
import net.headscale.tailnet.Node;
import net.headscale.wire.net.IpAddress;
import net.headscale.wire.net.Prefix;

/// Runs the tests that a policy brings along. A test that makes no sense fails, as it does with the hosted service.
final class TestRun {
    private final Policy policy;
    private final Membership membership;
    private final SshWriter ssh;
    private final Reachability reachability;
    private final List<TestFailure> failures = new ArrayList<>();

    TestRun(Policy policy, Membership membership, SshWriter ssh) {
        this.policy = policy;
        this.membership = membership;
        this.ssh = ssh;
        this.reachability = new Reachability(membership);
    }

    List<TestFailure> failures() {
        policy.document().tests().rules().forEach(this::run);
        policy.document().tests().ssh().forEach(this::run);
        return failures;
    }

    private void fail(int line, String source, String message) {
        failures.add(new TestFailure(line, source, message));
    }

    private void run(PolicyTest test) {
        Optional<List<AddressRange>> sources =
                find(test.source()).map(this::ranges).filter(list -> !list.isEmpty());
        Optional<List<Integer>> protocols = Reachability.protocolsOf(test.protocol());
        if (sources.isEmpty()) {
            fail(test.line(), test.source(), "src \"" + test.source() + "\": nobody to test for");
        } else if (protocols.isEmpty()) {
            fail(test.line(), test.source(), "proto \"" + test.protocol() + "\": only tcp, udp and sctp can be tested");
        } else if (test.accept().isEmpty() && test.deny().isEmpty()) {
            fail(test.line(), test.source(), "neither accept nor deny");
        } else {
            test.accept().forEach(dst -> run(test, sources.get(), protocols.get(), dst, true));
            test.deny().forEach(dst -> run(test, sources.get(), protocols.get(), dst, false));
        }
    }

    private void run(
            PolicyTest test,
            List<AddressRange> sources,
            List<Integer> protocols,
            String destination,
            boolean isWanted) {
        int colon = destination.lastIndexOf(':');
        Optional<Integer> port = port(destination.substring(colon + 1));
        Optional<List<AddressRange>> ranges = colon < 0
                ? Optional.empty()
                : find(unbracketed(destination.substring(0, colon)))
                        .filter(TestRun::isOneThing)
                        .map(this::ranges)
                        .filter(list -> !list.isEmpty());
        if (port.isEmpty() || ranges.isEmpty()) {
            fail(test.line(), test.source(), "address \"" + destination + "\": not one address and one port");
            return;
        }
        boolean isAllowed =
                sources.stream().allMatch(source -> reachability.reaches(source, ranges.get(), port.get(), protocols));
        if (isAllowed != isWanted) {
            fail(
                    test.line(),
                    test.source(),
                    "address \"" + destination + "\": want: " + (isWanted ? "Accept" : "Drop") + ", got: "
                            + (isAllowed ? "Accept" : "Drop"));
        }
    }

    private Optional<Selector> find(String word) {
        return Selectors.find(word, policy.document().definitions());
    }

    private static Optional<Integer> port(String text) {
        boolean isNumber = !text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber
                ? Optional.of(Integer.parseInt(text)).filter(port -> port >= 1 && port <= 65_535)
                : Optional.empty();
    }

    private static String unbracketed(String name) {
        return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    }

    /// Whether a test may name it as a destination: not a network, not the internet, not one's own.
    private static boolean isOneThing(Selector destination) {
        return switch (destination) {
            case Selector.Literal literal -> !literal.isPrefix();
            case Selector.Host host ->
                host.prefix().bits() == host.prefix().address().bits();
            case Selector.Everyone _, Selector.IpSet _ -> false;
            case Selector.Auto(Autogroup group) ->
                group == Autogroup.MEMBER || group == Autogroup.TAGGED || group.isRole();
            case Selector.Login _, Selector.Domain _, Selector.Group _, Selector.Tagged _ -> true;
        };
    }

    private List<AddressRange> ranges(Selector selector) {
        return switch (selector) {
            case Selector.Literal literal -> List.of(AddressRange.of(literal.prefix()));
            case Selector.Host host -> List.of(AddressRange.of(host.prefix()));
            case Selector.IpSet set -> set.ranges().ranges();
            case Selector.Everyone _ -> addresses(membership.everyone());
            default -> addresses(membership.find(selector));
        };
    }

    private static List<AddressRange> addresses(List<Node> nodes) {
        return nodes.stream()
                .flatMap(node -> node.addresses().stream())
                .map(Prefix::of)
                .map(AddressRange::of)
                .toList();
    }

    private void run(SshTest test) {
        Optional<Selector> source = find(test.source());
        List<Node> sources = source.map(this::nodes).orElse(List.of());
        boolean asksNothing =
                test.accept().isEmpty() && test.check().isEmpty() && test.deny().isEmpty();
        if (sources.isEmpty() || test.destinations().isEmpty() || asksNothing) {
            fail(test.line(), test.source(), "needs a src with nodes, a dst, and users to accept, check or deny");
            return;
        }
        for (String word : test.destinations()) {
            List<Node> destinations = destinations(word.strip(), sources);
            if (destinations.isEmpty()) {
                fail(test.line(), test.source(), "dst \"" + word + "\": no node");
            }
            for (Node destination : destinations) {
                run(test, sources, word, destination);
            }
        }
    }

    private List<Node> destinations(String word, List<Node> sources) {
        Optional<Selector> selector = find(word);
        if (selector.filter(found -> found.isAuto(Autogroup.SELF)).isPresent()) {
            return sources.stream()
                    .filter(node -> !node.owner().isTagged())
                    .map(node -> node.owner().user())
                    .distinct()
                    .flatMap(user -> membership.nodesOf(user).stream().mapToObj(membership.census()::present))
                    .toList();
        }
        return selector.map(this::nodes).orElse(List.of());
    }

    private List<Node> nodes(Selector selector) {
        return switch (selector) {
            case Selector.Literal literal -> nodesAt(literal.prefix());
            case Selector.Host host -> nodesAt(host.prefix());
            case Selector.Everyone _ -> membership.everyone();
            default -> membership.find(selector);
        };
    }

    private List<Node> nodesAt(Prefix prefix) {
        return membership.everyone().stream()
                .filter(node -> node.addresses().stream().anyMatch(prefix::contains))
                .toList();
    }

    private void run(SshTest test, List<Node> sources, String word, Node destination) {
        SshLogins logins = SshLogins.of(ssh, membership.census().slotOf(destination.id()));
        for (String user : test.accept()) {
            expect(
                    test,
                    word,
                    user,
                    "accept",
                    all(sources, address -> isUser(user) && logins.admits(address, user, false)));
        }
        for (String user : test.check()) {
            expect(
                    test,
                    word,
                    user,
                    "check",
                    all(sources, address -> isUser(user) && logins.admits(address, user, true)));
        }
        for (String user : test.deny()) {
            expect(
                    test,
                    word,
                    user,
                    "deny",
                    all(sources, address -> isUser(user) && !logins.admits(address, user, false)));
        }
    }

    private static boolean isUser(String user) {
        return !user.isBlank();
    }

    private static boolean all(List<Node> sources, java.util.function.Predicate<IpAddress> holds) {
        return sources.stream().flatMap(node -> node.addresses().stream()).allMatch(holds);
    }

    private void expect(SshTest test, String word, String user, String wanted, boolean isMet) {
        if (!isMet) {
            fail(test.line(), test.source(), "ssh " + user + "@" + word + ": want: " + wanted + ", got another answer");
        }
    }
}
